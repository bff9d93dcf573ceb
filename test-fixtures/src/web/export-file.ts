import type { InventedWork } from '../corpus/work.ts';
import { type ExportGeneration, scopusBibtex, scopusCsv, scopusRis, scopusText } from '../wire/scopus-export.ts';

/** Which columns a field group yields. Source: exports with some of the groups. */
const columnsOf: Readonly<Record<string, string>> = {
  authors: 'Authors|Author full names|Author(s) ID',
  titles: 'Title',
  year: 'Year',
  eid: 'EID',
  sourceTitle: 'Source title',
  volumeIssuePages: 'Volume|Issue|Art. No.|Page start|Page end|Page count',
  citedBy: 'Cited by',
  source: 'Source',
  documentType: 'Document Type',
  publicationStage: 'Publication Stage',
  doi: 'DOI',
  openAccess: 'Open Access',
  affiliations: 'Affiliations|Authors with affiliations',
  serialIdentifiers: 'ISSN|ISBN|CODEN',
  pubMedId: 'PubMed ID',
  publisher: 'Publisher',
  editors: 'Editors',
  originalLanguage: 'Language of Original Document',
  correspondenceAddress: 'Correspondence Address',
  abbreviatedSourceTitle: 'Abbreviated Source Title',
  abstract: 'Abstract',
  authorKeywords: 'Author Keywords',
  indexedKeywords: 'Index Keywords',
  fundingDetails: 'Funding Details',
  fundingTexts: 'Funding Texts',
  tradenamesAndManufacturers: 'Tradenames|Manufacturers',
  accessionNumbersAndChemicals: 'Molecular Sequence Numbers|Chemicals/CAS',
  conferenceInformation: 'Sponsors|Conference name|Conference date|Conference location|Conference code',
  references: 'References',
};

const types: Readonly<Record<string, string>> = {
  CSV: 'text/csv',
  RIS: 'application/x-research-info-systems',
  BIBTEX: 'application/x-bibtex',
  PLAIN_TEXT: 'text/plain',
};

export interface ExportFile {
  readonly contentType: string;
  readonly body: string;
}

/** Works as the page exports them; `undefined` for a type or a field group that it does not know. */
export function exportFile(
  works: readonly InventedWork[],
  fileType: string,
  groups: readonly string[] | undefined,
  generation: ExportGeneration,
): ExportFile | undefined {
  const contentType = types[fileType];
  if (contentType === undefined || groups?.some((group) => !(group in columnsOf))) return undefined;
  const columns = groups && ['Link', ...groups.flatMap((group) => columnsOf[group]?.split('|') ?? [])];
  const body = {
    CSV: () => scopusCsv(works, { generation, columns }),
    RIS: () => (works.length ? scopusRis(works, { generation }) : ''),
    BIBTEX: () => scopusBibtex(works, { generation }),
    PLAIN_TEXT: () => scopusText(works),
  }[fileType];
  return { contentType: `${contentType}; charset=UTF-8`, body: body?.() ?? '' };
}
