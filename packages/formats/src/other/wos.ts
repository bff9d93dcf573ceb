import { type Affiliation, type Author, nameToAuthor, parseDoi, parsePmid, plainText, type Work, withoutEmpty } from '@scopekit/record';
import type { Dialect } from '../csv/dialect.ts';
import { fitted } from '../csv/fitted.ts';
import { tableRows } from '../csv/table.ts';
import { countOf, kept, yearOf } from '../read/kept.ts';
import type { Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
import { taggedRecords } from '../ris/records.ts';
import { isbnsOf, listOf, openAccessOf, typeOf, value } from '../scopus/parts.ts';

const line = /^([A-Z][A-Z0-9]) (.*)$/;
const ends = /^(E[RF])\s*$/;
const tagOf = (text: string) => {
  const found = line.exec(text.replace(/^\uFEFF/, '')) ?? ends.exec(text);
  const tag = found?.[1] as string;
  return found && !ofTheFile.has(tag) ? { tag, text: (found[2] ?? '').trim() } : undefined;
};

const ofTheFile: ReadonlySet<string> = new Set(['FN', 'VR', 'EF']);

/** Tags whose lines, or parts between semicolons, are things of their own; in all others a line goes on. */
const lists: ReadonlySet<string> = new Set(['AU', 'AF', 'BA', 'BF', 'BE', 'ED', 'CA', 'CR', 'C1', 'GP']);

/** Texts of a tag: several for those that are lists. */
type Get = (tag: string) => string[];

/**
 * Web of Science, plain text.
 *
 * @see https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
 */
export async function* wos({ bytes, told, raw }: Source): Parts {
  for await (const records of taggedRecords(bytes, { tagOf, begins: 'PT', ends: 'ER' }))
    yield records.values().map(({ fields, mended }) => {
      told.row(mended);
      const byTag = new Map(fields.map(({ tag, text, more }) => [tag, lists.has(tag) ? [text, ...more] : [[text, ...more].join(' ')]] as const));
      const work = toWork((tag) => byTag.get(tag) ?? [], [...byTag.keys()], told);
      return raw ? { ...work, raw: fields.map(({ tag, text, more }) => [tag, [text, ...more].join('\n')]) } : work;
    });
}

/** Web of Science, tab-delimited. */
export async function* wosTab({ bytes, told, raw, onHeader }: Source, dialect: Dialect): Parts {
  const isHeader = (cells: readonly string[]) => cells[0] === 'PT' && cells.includes('AU');
  for await (const rows of tableRows(bytes, { dialect, quoted: raw, isHeader, onHeader }))
    yield rows.values().map(({ cells: given, quoted = '', header, headerQuoted, mended }) => {
      told.row(mended);
      const fit = (cell: string, j: number) =>
        header[j] === 'PY' ? (/^(\d{4})?$/.test(cell) ? 1 : -2) : header[j] === 'UT' ? (/^\w+:/.test(cell) ? 3 : -2) : 0;
      const { cells } = fitted(given, { count: header.length, fit, delimiter: dialect.delimiter }, told);
      const get: Get = (tag) => {
        const cell = cells[header.indexOf(tag)]?.trim() ?? '';
        return cell === '' ? [] : lists.has(tag) ? cell.split(/;\s+(?![^[]*\])/) : [cell];
      };
      const work = toWork(get, header, told);
      return raw ? { ...work, raw: { columns: header, columnsQuoted: headerQuoted, cells, quoted } } : work;
    });
}

/** Read, or of no use in a work: counts of usage, dates of the database, repetitions. */
const used: ReadonlySet<string> = new Set(
  'PT AU AF TI SO LA DT DE ID AB C1 RP EM FU FX CR NR TC PU SN EI BN J9 JI PD PY VL IS AR BP EP DI PM OA CT CY CL SP UT BE ED WC SC CA OI ER EF'.split(' '),
);

function toWork(get: Get, tags: readonly string[], told: Told): Omit<Work, 'from'> {
  const { keep, parsed, extra } = kept(told);
  const one = (tag: string) => value(get(tag)[0]);
  const { authors, affiliations } = people(get);
  const issn = (tag: string) => one(tag)?.replace(/-/g, '');
  const count = (tag: string) => parsed(tag, one(tag), countOf);
  for (const tag of tags) if (!used.has(tag) || tag === 'UT') keep(tag, get(tag).join('; ').trim());
  return withoutEmpty<Omit<Work, 'from'>>({
    doi: parsed('DI', one('DI'), parseDoi),
    pmid: parsed('PM', one('PM'), parsePmid),
    title: one('TI'),
    authors,
    affiliations,
    year: parsed('PY', one('PY'), yearOf),
    volume: one('VL'),
    issue: one('IS'),
    articleNumber: one('AR'),
    pageStart: one('BP'),
    pageEnd: one('EP'),
    language: one('LA'),
    source: withoutEmpty({
      title: one('SO'),
      abbreviatedTitle: one('JI') ?? one('J9'),
      issn: issn('SN'),
      eissn: issn('EI'),
      isbn: isbnsOf(get('BN').join(';')),
      publisher: one('PU'),
    }),
    conference: withoutEmpty({ name: one('CT'), date: one('CY'), location: one('CL'), sponsors: listOf(one('SP')) }),
    type: typeOf(
      one('DT')
        ?.replace(/^Article; .*/, 'Article')
        .replace(/^Proceedings Paper$/, 'Conference paper'),
    ),
    citedBy: count('TC'),
    counts: withoutEmpty({ references: count('NR') }),
    abstract: one('AB'),
    authorKeywords: listOf(one('DE')),
    indexKeywords: listOf(one('ID')),
    subjects: [...new Set([...(listOf(one('WC')) ?? []), ...(listOf(one('SC')) ?? [])])].map((name) => ({ name })),
    funding: [
      ...(listOf(one('FU')) ?? []).map((funder) => {
        const [, agency = funder, numbers] = /^(.*?)\s*\[(.*)\]$/.exec(funder) ?? [];
        return withoutEmpty({ agency, numbers: numbers?.split(/,\s*/) });
      }),
      ...(one('FX') ? [{ text: one('FX') }] : []),
    ],
    references: get('CR').flatMap((text) =>
      plainText(text)
        ? [withoutEmpty({ fullText: plainText(text), year: Number(/, ((?:1[4-9]|20)\d\d),/.exec(text)?.[1]) || undefined, confidence: 'high' as const })]
        : [],
    ),
    editors: [...get('BE'), ...get('ED')].flatMap((name) => (name ? [nameToAuthor(name).name] : [])),
    correspondence: one('RP') || one('EM') ? [withoutEmpty({ text: one('RP'), email: one('EM') })] : undefined,
    openAccess: openAccessOf(one('OA')),
    extra: extra(),
  });
}

/** `[Gao, X.; Ni, W.] Univ X, Dept Y, City, Country`: who stands before an address works there. */
function people(get: Get): { readonly authors: Author[]; readonly affiliations: Affiliation[] } {
  const short = get('AU').filter(Boolean);
  const full = get('AF').filter(Boolean);
  const names = full.length >= short.length ? full : short;
  const orcids = get('OI').join(' ');
  const authors = names.map((name, i) => {
    const author = nameToAuthor(plainText(name));
    const orcid = orcids.includes(`${name}/`) ? /\/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/.exec(orcids.slice(orcids.indexOf(`${name}/`)))?.[1] : undefined;
    const indexed = short[i]?.replace(',', '');
    return withoutEmpty<Author>({ ...author, indexedName: indexed, orcid });
  });
  for (const name of get('CA')) if (name) authors.push({ name, collaboration: true });
  const affiliations: Affiliation[] = [];
  const places = new Map<string, number>();
  const byName = Map.groupBy(
    [...authors.keys()].flatMap((i) => [...new Set([names[i], short[i]])].map((name) => ({ name, i }))),
    ({ name }) => name,
  );
  for (const address of get('C1')) {
    const [, who, where = address] = /^\[([^\]]*)\]\s*(.*)$/.exec(address) ?? [];
    const name = plainText(where.replace(/\.$/, ''));
    if (!name) continue;
    const at = places.get(name) ?? affiliations.push({ name }) - 1;
    places.set(name, at);
    for (const those of new Set(who?.split(/;\s*/)))
      for (const { i } of byName.get(those) ?? []) {
        const author = authors[i] as Author;
        author.affiliations ??= [];
        if (author.affiliations.at(-1) !== at) author.affiliations.push(at);
      }
  }
  return { authors, affiliations };
}
