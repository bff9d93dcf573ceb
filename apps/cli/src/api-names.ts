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
  'sciencedirect.entitlement': 'Article Entitlement',
  'sciencedirect.hosting': 'Article Hosting Permission',
  'sciencedirect.article': 'Article Retrieval',
  'sciencedirect.metadata': 'Article Metadata',
  'sciencedirect.search': 'ScienceDirect Search',
  'gateway.search': 'Scopus page, search',
  'gateway.export': 'Scopus page, export',
  'gateway.refresh': 'Scopus page, fresh token',
  'gateway.job': 'Scopus page, jobs',
  'gateway.download': 'Scopus page, download',
};

/** An API as Elsevier calls it. */
export const apiName = (api: string): string => apiNames[api] ?? api;
