import { authorsLine, type Work } from '@scopekit/record';
import type { RowColumn } from './rows-csv.ts';

export type Column = RowColumn<Work>;

const joined = (values: readonly (string | undefined)[] | undefined, separator = '; ') =>
  values
    ?.map((value) => value ?? '')
    .join(separator)
    .replace(/^(?:; )+$/, '') || undefined;

/** The work's page at Scopus, as Scopus Survey writes it. */
const previewUrl = ({ links, scopusId }: Work) =>
  links?.scopus ?? (scopusId && `https://www.scopus.com/inward/record.uri?partnerID=HzOxMe3b&scp=${scopusId}&origin=inward`);

/** The eleven columns of Scopus Survey, under its names and in the order of its program. */
export const surveyColumns: readonly Column[] = [
  { name: 'Article Preview Page URL', value: previewUrl },
  { name: 'Scopus ID', value: ({ scopusId }) => scopusId },
  { name: 'Authors', value: (work) => authorsLine(work) || undefined },
  { name: 'Title', value: ({ title }) => title },
  { name: 'Publication Name', value: ({ source }) => source?.title },
  { name: 'Abstract', value: ({ abstract }) => abstract },
  { name: 'Date', value: ({ coverDate }) => coverDate },
  { name: 'Electronic ID', value: ({ eid }) => eid },
  { name: 'DOI', value: ({ doi }) => doi },
  { name: 'Volume', value: ({ volume }) => volume },
  { name: 'Citations', value: ({ citedBy }) => citedBy },
];

/** The columns of the `works` CSV: those of Scopus Survey first, then everything else a work has. Lists are separated by `; `. */
export const worksColumns: readonly Column[] = [
  ...surveyColumns,
  { name: 'Year', value: ({ year }) => year },
  { name: 'Issue', value: ({ issue }) => issue },
  { name: 'Article Number', value: ({ articleNumber }) => articleNumber },
  { name: 'Page Start', value: ({ pageStart }) => pageStart },
  { name: 'Page End', value: ({ pageEnd }) => pageEnd },
  { name: 'PII', value: ({ pii }) => pii },
  { name: 'PMID', value: ({ pmid }) => pmid },
  { name: 'Document Type', value: ({ type }) => type?.name ?? type?.code },
  { name: 'Source Type', value: ({ source }) => source?.type },
  { name: 'Source ID', value: ({ source }) => source?.sourceId },
  { name: 'Abbreviated Source Title', value: ({ source }) => source?.abbreviatedTitle },
  { name: 'ISSN', value: ({ source }) => source?.issn },
  { name: 'eISSN', value: ({ source }) => source?.eissn },
  { name: 'ISBN', value: ({ source }) => joined(source?.isbn) },
  { name: 'Publisher', value: ({ source }) => source?.publisher },
  { name: 'Author Full Names', value: ({ authors }) => joined(authors.map(({ name }) => name)) },
  { name: 'Author IDs', value: ({ authors }) => joined(authors.map(({ authorId }) => authorId)) },
  { name: 'ORCIDs', value: ({ authors }) => joined(authors.map(({ orcid }) => orcid)) },
  { name: 'Author Count', value: ({ counts }) => counts?.authors },
  {
    name: 'Affiliations',
    value: ({ affiliations }) => joined(affiliations.map(({ name, city, country }) => joined([name, city, country].filter(Boolean), ', '))),
  },
  { name: 'Affiliation IDs', value: ({ affiliations }) => joined(affiliations.map(({ affiliationId }) => affiliationId)) },
  { name: 'Author Keywords', value: ({ authorKeywords }) => joined(authorKeywords) },
  { name: 'Index Keywords', value: ({ indexKeywords }) => joined(indexKeywords) },
  { name: 'Subjects', value: ({ subjects }) => joined(subjects?.map(({ name, code }) => name ?? code)) },
  {
    name: 'Funding',
    value: ({ funding }) =>
      joined(funding?.map(({ agency, acronym, numbers, text }) => joined([agency ?? acronym ?? text, ...(numbers ?? [])].filter(Boolean), ', '))),
  },
  {
    name: 'Open Access',
    value: ({ openAccess }) => joined(openAccess?.kinds) ?? (openAccess?.open === undefined ? undefined : openAccess.open ? 'yes' : 'no'),
  },
  { name: 'Language', value: ({ language }) => language },
  { name: 'References', value: ({ counts }) => counts?.references },
  { name: 'Notes', value: ({ notes }) => joined(notes?.map(({ text }) => text)) },
  { name: 'View', value: ({ from }) => from.view },
  { name: 'Retrieved', value: ({ from }) => from.retrievedAt },
];
