import { type Author, nameToAuthor, parseDoi, parseEid, parsePmid, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { cslTypes } from '../csl.ts';
import { kept } from '../read/kept.ts';
import type { Told } from '../read/report.ts';
import { pagesOf } from '../ris/to-work.ts';
import { eidOfLink, isbnsOf, typeOf, value } from '../scopus/parts.ts';

type Csl = Readonly<Record<string, unknown>>;

const text = (given: unknown): string | undefined =>
  typeof given === 'string' ? value(given) : typeof given === 'number' ? String(given) : Array.isArray(given) ? text(given[0]) : undefined;

/** An item of CSL-JSON as a work; fields that have no place are kept under their names. */
export function cslToWork(given: object, told: Pick<Told, 'repair'>): Omit<Work, 'from'> {
  const { keep, parsed, extra } = kept(told);
  const item = given as Csl;
  const url = text(item.URL);
  const scopus = url && eidOfLink(url);
  const eid = parseEid(text(item.id) ?? '') ?? scopus;
  const [pageStart, pageEnd] = pagesOf(text(item.page), undefined);
  const [year, month, day] = dateParts(item.issued);
  const issns = (text(item.ISSN) ?? '').split(/[,;\s]+/).flatMap((issn) => issn.replace(/[^\dXx]/g, '').toUpperCase() || []);
  for (const [name, each] of Object.entries(item)) if (!known.has(name)) keep(name, text(each));
  const type = text(item.type);
  const id = text(item.id);
  if (id !== undefined && ![eid, text(item.DOI), text(item.title)].includes(id)) keep('id', id);
  return withoutEmpty<Omit<Work, 'from'>>({
    eid,
    scopusId: eid?.startsWith('2-s2.0-') ? eid.slice('2-s2.0-'.length) : undefined,
    doi: parsed('DOI', text(item.DOI), parseDoi),
    pmid: parsed('PMID', text(item.PMID), parsePmid),
    title: text(item.title),
    authors: namesOf(item.author),
    affiliations: [],
    year,
    coverDate: year && month && day ? `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : undefined,
    volume: text(item.volume),
    issue: text(item.issue),
    articleNumber: text(item.number),
    pageStart,
    pageEnd,
    language: text(item.language),
    source: withoutEmpty({
      title: text(item['container-title']),
      abbreviatedTitle: text(item['container-title-short']),
      issn: issns[0],
      eissn: issns[1],
      isbn: isbnsOf(text(item.ISBN) ?? ''),
      publisher: text(item.publisher),
    }),
    conference: withoutEmpty({ name: text(item['event-title'] ?? item.event), location: text(item['event-place']) }),
    type: type ? (typeOf(cslTypes.get(type)) ?? { name: type }) : undefined,
    abstract: text(item.abstract),
    authorKeywords: text(item.keyword)
      ?.split(/[;,]\s*/)
      .filter(Boolean),
    editors: namesOf(item.editor).map(({ name }) => name),
    links: withoutEmpty({ scopus: scopus ? url : undefined, publisher: scopus || /doi\.org\//.test(url ?? '') ? undefined : url }),
    extra: extra(),
  });
}

const known: ReadonlySet<string> = new Set([
  ...'id type title author editor issued container-title container-title-short volume issue page number DOI PMID ISSN ISBN publisher event event-title event-place URL abstract language keyword'.split(
    ' ',
  ),
  'citation-key',
]);

function namesOf(given: unknown): Author[] {
  return (Array.isArray(given) ? given : []).flatMap((each): Author[] => {
    const { family, given: first, literal, name, suffix } = (each ?? {}) as Record<string, unknown>;
    const particle = text((each as Csl)?.['non-dropping-particle']) ?? text((each as Csl)?.['dropping-particle']);
    const whole = text(literal) ?? (family === undefined ? text(name) : undefined);
    if (whole) return [{ name: whole, collaboration: true }];
    const last = [particle, text(family), text(suffix)].filter(Boolean).join(' ');
    if (!last) return text(first) ? [{ name: text(first) as string }] : [];
    return [text(first) ? nameToAuthor(`${last.replaceAll(',', '')}, ${text(first)}`) : { name: plainText(last) }];
  });
}

function dateParts(given: unknown): (number | undefined)[] {
  const { 'date-parts': parts, raw, literal } = (given ?? {}) as Csl;
  const first = Array.isArray(parts) && Array.isArray(parts[0]) ? (parts[0] as unknown[]).map(Number) : [];
  if (first.length && first.every((part) => Number.isInteger(part) && part > 0)) return first;
  const year = /\b(1[4-9]|20)\d\d\b/.exec(text(raw) ?? text(literal) ?? text(given) ?? '')?.[0];
  return year ? [Number(year)] : [];
}
