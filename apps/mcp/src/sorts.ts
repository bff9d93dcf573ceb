/** Orders of hits, by the names a model gets, and as Scopus takes them. */
export const scopusOrder = { relevance: 'relevancy', newest: '-coverDate', oldest: '+coverDate', mostCited: '-citedby-count' } as const;
export const sorts = Object.keys(scopusOrder) as (keyof typeof scopusOrder)[];
