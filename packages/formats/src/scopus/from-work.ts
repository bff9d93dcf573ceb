import type { Author, Work } from '@scopekit/record';

const joined = (items: readonly (string | undefined)[] | undefined, separator = '; ') => items?.flatMap((item) => item || []).join(separator) ?? '';

/** An affiliation in one line. */
const addressOf = ({ name, department, city, country }: Work['affiliations'][number]) => joined([department, name, city, country], ', ');

const entryOf = (author: Author, { affiliations }: Work) =>
  joined([author.indexedName ?? author.name, ...(author.affiliations ?? []).map((at) => affiliations[at] && addressOf(affiliations[at]))], ', ');

const haveIds = (authors: readonly Author[]) => authors.every(({ authorId }) => authorId);

/** What a work gives for each column of today's export; absent columns are always empty. */
export const scopusCells: Readonly<Record<string, (work: Work) => string | number | undefined>> = {
  Authors: (work) => joined(work.authors.map(({ indexedName, name }) => indexedName ?? name)),
  'Author full names': ({ authors }) => joined(authors.map(({ name, authorId }) => (haveIds(authors) ? `${name} (${authorId})` : name))),
  // Ids go by their place: a gap would give them to others.
  'Author(s) ID': ({ authors }) => (haveIds(authors) ? joined(authors.map(({ authorId }) => authorId)) : ''),
  Title: ({ title, alternativeTitles }) => joined([title, ...(alternativeTitles ?? []).map((each) => `[${each}]`)]),
  Year: ({ year }) => year,
  'Source title': ({ source }) => source?.title,
  Volume: ({ volume }) => volume,
  Issue: ({ issue }) => issue,
  'Art. No.': ({ articleNumber }) => articleNumber,
  'Page start': ({ pageStart }) => pageStart,
  'Page end': ({ pageEnd }) => pageEnd,
  'Page count': () => undefined,
  'Cited by': ({ citedBy }) => citedBy,
  DOI: ({ doi }) => doi,
  Link: ({ links }) => links?.scopus,
  Affiliations: ({ affiliations }) => joined(affiliations.map(addressOf)),
  'Authors with affiliations': (work) => (work.affiliations.length ? joined(work.authors.map((author) => entryOf(author, work))) : ''),
  Abstract: ({ abstract }) => abstract,
  'Author Keywords': ({ authorKeywords }) => joined(authorKeywords),
  'Index Keywords': ({ indexKeywords }) => joined(indexKeywords),
  'Molecular Sequence Numbers': ({ sequences }) => joined(sequences?.map(({ bank, number }) => (bank ? `${bank}: ${number}` : number))),
  'Chemicals/CAS': ({ chemicals }) => joined(chemicals?.map(({ name, casNumbers }) => joined([name, ...(casNumbers ?? [])], ', '))),
  Tradenames: ({ tradenames }) => joined(tradenames),
  Manufacturers: ({ manufacturers }) => joined(manufacturers),
  'Funding Details': ({ funding }) =>
    joined(
      funding?.map(({ agency, acronym, numbers }) => joined([joined([agency, acronym], ', '), numbers?.length ? `(${numbers.join(', ')})` : undefined], ', ')),
    ),
  'Funding Texts': ({ funding }) => joined(funding?.map(({ text }) => text)),
  References: ({ references }) => joined(references?.map(({ fullText, text, title }) => fullText ?? text ?? title)),
  'Correspondence Address': ({ correspondence }) =>
    joined(
      correspondence?.map(({ text, family, initials, organisations, email }) =>
        text ? text : joined([joined([initials, family], ' '), ...(organisations ?? []), email && `email: ${email}`]),
      ),
    ),
  Editors: ({ editors }) => joined(editors?.map((name) => name.replace(/, ((?:\p{L}{1,3}\.[\s-]?)+)$/u, ' $1'))),
  Publisher: ({ source }) => source?.publisher,
  Sponsors: ({ conference }) => joined(conference?.sponsors),
  'Conference name': ({ conference }) => conference?.name,
  'Conference date': ({ conference }) => conference?.date,
  'Conference location': ({ conference }) => conference?.location,
  'Conference code': ({ conference }) => conference?.code,
  ISSN: ({ source }) => joined([source?.issn, source?.eissn]),
  ISBN: ({ source }) => joined(source?.isbn),
  CODEN: ({ source }) => source?.coden,
  'PubMed ID': ({ pmid }) => pmid,
  'Language of Original Document': ({ language }) => language,
  'Abbreviated Source Title': ({ source }) => source?.abbreviatedTitle,
  'Document Type': ({ type }) => type?.name ?? type?.code,
  'Publication Stage': ({ publicationStage }) => publicationStage,
  'Open Access': ({ openAccess }) =>
    openAccess?.open
      ? joined([
          'All Open Access',
          ...(openAccess.kinds ?? []).filter((kind) => !/^all/i.test(kind)).map((kind) => `${kind.replace(/ Open Access$/i, '')} Open Access`),
        ])
      : undefined,
  Source: () => 'Scopus',
  EID: ({ eid }) => eid,
};
