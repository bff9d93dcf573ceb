/**
 * The parts of an export that can be asked for, each with the columns it yields in a CSV, in the order in which the page
 * sends them. Columns come in the order of the file, whatever was chosen; `Link` comes always.
 *
 * Source: two public clients with the same 29 names; the columns are those of fifteen files with some of them.
 */
export const fieldGroups = {
  authors: ['Authors', 'Author full names', 'Author(s) ID'],
  titles: ['Title'],
  year: ['Year'],
  eid: ['EID'],
  sourceTitle: ['Source title'],
  volumeIssuePages: ['Volume', 'Issue', 'Art. No.', 'Page start', 'Page end', 'Page count'],
  citedBy: ['Cited by'],
  source: ['Source'],
  documentType: ['Document Type'],
  publicationStage: ['Publication Stage'],
  doi: ['DOI'],
  openAccess: ['Open Access'],
  affiliations: ['Affiliations', 'Authors with affiliations'],
  serialIdentifiers: ['ISSN', 'ISBN', 'CODEN'],
  pubMedId: ['PubMed ID'],
  publisher: ['Publisher'],
  editors: ['Editors'],
  originalLanguage: ['Language of Original Document'],
  correspondenceAddress: ['Correspondence Address'],
  abbreviatedSourceTitle: ['Abbreviated Source Title'],
  abstract: ['Abstract'],
  authorKeywords: ['Author Keywords'],
  indexedKeywords: ['Index Keywords'],
  fundingDetails: ['Funding Details'],
  fundingTexts: ['Funding Texts'],
  tradenamesAndManufacturers: ['Tradenames', 'Manufacturers'],
  accessionNumbersAndChemicals: ['Molecular Sequence Numbers', 'Chemicals/CAS'],
  conferenceInformation: ['Sponsors', 'Conference name', 'Conference date', 'Conference location', 'Conference code'],
  references: ['References'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FieldGroup = keyof typeof fieldGroups;
export const allFieldGroups = Object.keys(fieldGroups) as FieldGroup[];
