const apiNames: Readonly<Record<string, string>> = {
  'scopus.search': 'Scopus Search',
  'scopus.abstract': 'Abstract Retrieval',
  'scopus.author-search': 'Author Search',
  'scopus.author': 'Author Retrieval',
  'scopus.affiliation-search': 'Affiliation Search',
  'scopus.affiliation': 'Affiliation Retrieval',
  'scopus.serial': 'Serial Title',
  'scopus.nonserial': 'Nonserial Title',
  'scopus.subjects': 'Subject Classifications',
  'scopus.citations': 'Citation Overview',
  'scopus.citation-count': 'Citation Count',
  plumx: 'PlumX',
  'scival.metrics': 'SciVal',
  'scival.publication': 'SciVal publications',
};

/** An API as Elsevier calls it. */
export const apiName = (api: string): string => apiNames[api] ?? api;
