import { type Affiliation, type Author, nameToAuthor, parseDoi, parsePmid, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { kept, yearOf } from '../read/kept.ts';
import { leftOut } from '../read/left-out.ts';
import type { Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
import { type Field, taggedRecords } from '../ris/records.ts';
import { distinct, pagesOf } from '../ris/to-work.ts';
import { isbnsOf, typeOf, value } from '../scopus/parts.ts';

const line = /^([A-Z][A-Z0-9]{1,3}) {0,2}- (.*)$/;
const tagOf = (text: string) => {
  const found = line.exec(text);
  return found ? { tag: found[1] as string, text: (found[2] as string).trim() } : undefined;
};

/**
 * PubMed's own format (`.nbib`, MEDLINE).
 *
 * @see https://www.nlm.nih.gov/bsd/mms/medlineelements.html
 */
export async function* nbib({ bytes, told, raw }: Source): Parts {
  for await (const records of taggedRecords(bytes, { tagOf, begins: 'PMID' }))
    yield records.values().map(({ fields, mended }) => {
      told.row(mended);
      const work = toWork(fields, told);
      return raw ? { ...work, raw: fields.map(({ tag, text, more }) => [tag, [text, ...more].join('\n')]) } : work;
    });
}

const months: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function toWork(fields: readonly Field[], told: Told): Omit<Work, 'from'> {
  const { keep, parsed, extra } = kept(told);
  const used = new Set(['AU', 'AD', 'FAU', 'AUID', 'CN', 'FED', 'ED', ...Object.keys(leftOut.nbib ?? {})]);
  const whole = ({ text, more }: Field) => [text, ...more].join(' ');
  const all = (tag: string): string[] => {
    used.add(tag);
    return fields.flatMap((field) => (field.tag === tag ? plainText(whole(field)) || [] : []));
  };
  const first = (...tags: string[]) => value(tags.flatMap(all)[0]);
  const { authors, affiliations } = people(fields);
  const numbers = [...all('LID'), ...all('AID')];
  const doi = numbers.flatMap((number) => (/\[doi\]/i.test(number) ? (parseDoi(number.replace(/\s*\[doi\]/i, '')) ?? []) : []))[0];
  const issns = all('IS').map((text) => ({
    issn: text
      .replace(/\(.*/, '')
      .replace(/[^\dXx]/g, '')
      .toUpperCase(),
    electronic: /electronic/i.test(text),
  }));
  const [year, monthName, day] = (first('DP') ?? '').split(/[\s-]+/);
  const month = months.indexOf((monthName ?? '').slice(0, 3).toLowerCase()) + 1;
  const [pageStart, end] = pagesOf(first('PG')?.replace(/[;,].*/, ''), undefined);
  const kinds = all('PT');
  const work = withoutEmpty<Omit<Work, 'from'>>({
    pmid: parsed('PMID', first('PMID'), parsePmid),
    doi,
    title: first('TI', 'BTI'),
    alternativeTitles: all('TT'),
    authors,
    affiliations,
    year: parsed('DP', first('DP'), yearOf),
    coverDate: month && /^\d{1,2}$/.test(day ?? '') ? `${year}-${String(month).padStart(2, '0')}-${day?.padStart(2, '0')}` : undefined,
    volume: first('VI'),
    issue: first('IP'),
    pageStart,
    pageEnd: pageStart && end ? expanded(pageStart, end) : end,
    language: first('LA'),
    source: withoutEmpty({
      title: first('JT', 'CTI'),
      abbreviatedTitle: first('TA'),
      issn: (issns.find(({ electronic }) => !electronic) ?? issns[0])?.issn,
      eissn: issns.find(({ electronic }) => electronic && issns.length > 1)?.issn,
      isbn: all('ISBN').flatMap(isbnsOf),
      publisher: first('PB'),
    }),
    type: typeFrom(kinds),
    abstract: first('AB'),
    authorKeywords: distinct(all('OT').map((word) => word.replace(/^\*/, ''))),
    indexKeywords: distinct(all('MH')),
    funding: all('GR').map((grant) => {
      const parts = grant.split('/');
      return withoutEmpty({ numbers: parts[0] ? [parts[0]] : undefined, acronym: parts.length > 3 ? parts[1] : undefined, agency: parts.at(-2) });
    }),
    editors: fields.flatMap((field) => (field.tag === 'FED' ? [nameToAuthor(whole(field)).name] : [])),
    rights: withoutEmpty({ statement: first('CI') }),
  });
  for (const field of fields) if (!used.has(field.tag)) keep(field.tag, whole(field));
  for (const number of numbers) if (!/\[doi\]/i.test(number) || !parseDoi(number.replace(/\s*\[doi\]/i, ''))) keep('LID', number);
  const others = extra();
  return others ? { ...work, extra: others } : work;
}

/** Each author is followed by what belongs to him: the short form, the ORCID, the affiliations. */
function people(fields: readonly Field[]): { readonly authors: Author[]; readonly affiliations: Affiliation[] } {
  const authors: Author[] = [];
  const names = new Map<string, number>();
  const full = fields.some(({ tag }) => tag === 'FAU');
  for (const { tag, text, more } of fields) {
    const whole = plainText([text, ...more].join(' '));
    const author = authors.at(-1);
    if (tag === (full ? 'FAU' : 'AU') && whole) authors.push(nameToAuthor(whole));
    else if (tag === 'AU' && author) {
      author.indexedName = whole.replace(/ (\p{Lu}+)$/u, (_, letters: string) => ` ${[...letters].map((letter) => `${letter}.`).join('')}`);
      author.initials ??= / ((?:\p{L}\.)+)$/u.exec(author.indexedName)?.[1];
    } else if (tag === 'CN' && whole) authors.push({ name: whole, collaboration: true });
    else if (tag === 'AUID' && author && /ORCID/i.test(whole)) author.orcid = /\d{4}-\d{4}-\d{4}-\d{3}[\dX]/.exec(whole)?.[0];
    else if (tag === 'AD' && whole) {
      const at = names.get(whole) ?? names.size;
      names.set(whole, at);
      if (author) author.affiliations ??= [];
      author?.affiliations?.push(at);
    }
  }
  return {
    authors: authors.map(({ affiliations, ...author }) => withoutEmpty<Author>({ ...author, affiliations: affiliations && [...new Set(affiliations)] })),
    affiliations: [...names.keys()].map((name) => ({ name })),
  };
}

/** `244-58` means 258. */
export const expanded = (start: string, end: string): string =>
  /^\d+$/.test(start) && /^\d+$/.test(end) && end.length < start.length ? start.slice(0, start.length - end.length) + end : end;

const ofScopus: ReadonlyMap<string, string> = new Map([
  ['Journal Article', 'Article'],
  ['Published Erratum', 'Erratum'],
  ['Retracted Publication', 'Retracted'],
]);

/** The most telling of the kinds that PubMed gives. */
function typeFrom(kinds: readonly string[]): Work['type'] {
  const known =
    ['Review', 'Editorial', 'Letter', 'Published Erratum', 'Retracted Publication', 'Comment', 'Journal Article'].find((kind) => kinds.includes(kind)) ??
    kinds[0];
  const name = ofScopus.get(known ?? '') ?? known;
  return typeOf(name);
}
