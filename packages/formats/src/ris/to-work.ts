import { type Author, nameToAuthor, parseDoi, parseEid, parsePmid, plainText, type Source, type Work, withoutEmpty } from '@scopekit/record';
import { kept, yearOf } from '../read/kept.ts';
import type { Told } from '../read/report.ts';
import {
  chemicalsOf,
  correspondenceOf,
  doiOfLink,
  eidOfLink,
  fundingOf,
  isbnsOf,
  listOf,
  openAccessOf,
  sequencesOf,
  titleOf,
  typeOf,
  unescaped,
  value,
} from '../scopus/parts.ts';
import { referenceOf, scopusReferences } from '../scopus/references.ts';
import { type NoteName, scopusNotes } from './notes.ts';
import type { Field } from './records.ts';

/** Types of RIS as those of Scopus, where it has one. */
const risTypes: ReadonlyMap<string, { readonly code?: string; readonly name: string }> = new Map([
  ['JOUR', { code: 'ar', name: 'Article' }],
  ['EJOUR', { code: 'ar', name: 'Article' }],
  ['JFULL', { name: 'Journal' }],
  ['MGZN', { name: 'Magazine article' }],
  ['NEWS', { name: 'Newspaper article' }],
  ['ABST', { code: 'ab', name: 'Abstract report' }],
  ['INPR', { code: 'ip', name: 'Article in press' }],
  ['CONF', { code: 'cp', name: 'Conference paper' }],
  ['CPAPER', { code: 'cp', name: 'Conference paper' }],
  ['CHAP', { code: 'ch', name: 'Book chapter' }],
  ['ECHAP', { code: 'ch', name: 'Book chapter' }],
  ['BOOK', { code: 'bk', name: 'Book' }],
  ['EBOOK', { code: 'bk', name: 'Book' }],
  ['EDBOOK', { code: 'bk', name: 'Book' }],
  ['SER', { name: 'Series' }],
  ['RPRT', { code: 'rp', name: 'Report' }],
  ['DATA', { code: 'dp', name: 'Data paper' }],
  ['THES', { name: 'Thesis' }],
  ['ELEC', { name: 'Web page' }],
  ['BLOG', { name: 'Blog' }],
  ['UNPB', { name: 'Unpublished' }],
  ['PAT', { name: 'Patent' }],
  ['STAND', { name: 'Standard' }],
  ['GEN', { name: 'Generic' }],
]);

/** `label.ris.referenceType.BOOK_CHAPTER`, `…CONFERENCE_REVIEW.p`: a label that the export of 2026 forgets to translate. */
const rawLabel = /^label\.ris\.\w+\.([A-Z_]+)/;

const read: ReadonlySet<string> = new Set(
  'TY ER UR L2 LK AN PY Y1 DA M3 DO DI KW SP EP TI T1 CT C2 AU A1 AD VL IS C7 LA C3 AB N2 A2 ED N1 SN T2 JF JO JA BT J2 PB'.split(' '),
);
/** The city of the publisher, and the day somebody looked, for anything else. */
const ofConferences: ReadonlySet<string> = new Set(['Y2', 'CY']);
/** What other programs put there is nobody's. */
const ofScopus: ReadonlySet<string> = new Set(['A4', 'ST', 'DB']);

/** A record of RIS as a work. `scopus`: the notes are Scopus's. */
export function risToWork(fields: readonly Field[], told: Told, scopus: boolean): Omit<Work, 'from'> {
  const byTag = Map.groupBy(fields, ({ tag }) => tag);
  const whole = ({ text, more }: Field) => (more.length ? [text, ...more].join(' ') : text);
  const all = (tag: string): string[] => {
    const fields = byTag.get(tag);
    return fields === undefined ? [] : fields.map(whole);
  };
  /** The first that is there of tags that mean the same. */
  const first = (...tags: string[]): string | undefined => {
    for (const tag of tags) for (const field of byTag.get(tag) ?? []) if (field.text) return value(whole(field));
    return undefined;
  };
  /** One each in tags that may be given as many, or as lines under one. */
  const each = (tag: string): string[] => {
    const items: string[] = [];
    for (const { text, more } of byTag.get(tag) ?? []) {
      if (text) items.push(plainText(text));
      for (const item of more) items.push(plainText(item));
    }
    return items.filter(Boolean);
  };

  const { keep, parsed, extra } = kept(told);
  const notes = notesOf();
  const urls = [...all('UR'), ...all('L2'), ...all('LK')];
  const link = urls.find((url) => eidOfLink(url)) ?? '';
  const [other, ...moreUrls] = urls.filter((url) => url && !eidOfLink(url));
  for (const url of moreUrls) keep('UR', url);
  const accession = first('AN');
  const eid = eidOfLink(link) ?? parseEid(accession ?? '');
  const pmid =
    parsePmid(/^PMID: /i.test(accession ?? '') ? (accession as string) : '') ?? (scopus ? parsed('C2', first('C2'), parsePmid) : parsePmid(first('C2') ?? ''));
  if (accession !== undefined && parseEid(accession) === undefined && parsePmid(accession) !== pmid) keep('AN', accession);
  if (first('C2') !== undefined && pmid === undefined && !scopus) keep('C2', first('C2'));
  const date = first('PY') ?? first('Y1') ?? first('DA');
  const m3 = first('M3');
  const doi =
    parsed('DO', first('DO') ?? first('DI'), parseDoi) ?? parseDoi(m3 ?? '') ?? doiOfLink(link) ?? (other && /doi/i.test(other) ? parseDoi(other) : undefined);
  const keywords = distinct(each('KW'));
  const [start, end] = pagesOf(first('SP'), first('EP'));
  const title = first('TI', 'T1', 'CT');
  const isConference = scopus || /^C(?:ONF|PAPER)$/.test(fields[0]?.text ?? '');

  const work = withoutEmpty<Omit<Work, 'from'>>({
    eid,
    scopusId: eid?.startsWith('2-s2.0-') ? eid.slice('2-s2.0-'.length) : undefined,
    doi,
    pmid,
    ...titleOf(title, scopus),
    authors: [...all('AU'), ...all('A1')].flatMap((name) => (name ? [authorOf(name)] : [])),
    affiliations: distinct(all('AD')).map((name) => ({ name })),
    year: parsed('PY', date, yearOf),
    coverDate: dateOf(first('DA') ?? date),
    volume: first('VL'),
    issue: first('IS'),
    articleNumber: first('C7'),
    pageStart: start,
    pageEnd: end,
    language: first('LA'),
    source: sourceOf(),
    conference: withoutEmpty({
      name: note('Conference name') ?? (scopus && first('C3') ? first('T2') : first('C3')),
      code: note('Conference code'),
      date: note('Conference date') ?? (isConference ? first('Y2') : undefined),
      location: note('Conference location') ?? (isConference ? first('CY') : undefined),
      sponsors: scopus ? each('A4') : undefined,
    }),
    type: typeFrom(first('TY') ?? fields[0]?.text ?? '', m3),
    citedBy: scopus ? Number(note('Cited By') ?? '0') : undefined,
    abstract: value([...all('AB'), ...all('N2')].find(Boolean)),
    authorKeywords: keywords,
    editors: [...each('A2'), ...each('ED')].map((name) => authorOf(name).name),
    openAccess: openAccessOf(note('Access Type')),
    funding: [...(notes.get('Funding details') ?? []).flatMap(fundingOf), ...(notes.get('Funding text') ?? []).map((text) => ({ text: plainText(text) }))],
    correspondence: (notes.get('Correspondence Address') ?? []).flatMap(correspondenceOf),
    chemicals: (notes.get('Chemicals/CAS') ?? []).flatMap(chemicalsOf),
    tradenames: listOf(note('Tradenames')),
    manufacturers: listOf(note('Manufacturers')),
    sequences: (notes.get('Molecular Sequence Numbers') ?? []).flatMap(sequencesOf),
    references: references(),
    links: withoutEmpty({ scopus: link || undefined, publisher: other }),
  });
  if (scopus) {
    const original = first('ST');
    if (original && original !== work.title) work.alternativeTitles = [...(work.alternativeTitles ?? []), original];
  }
  for (const [tag, given] of byTag)
    if (!read.has(tag) && !(scopus && ofScopus.has(tag)) && !(isConference && ofConferences.has(tag))) {
      const text = given.map(whole).filter(Boolean).join('; ');
      if (text) keep(tag, text);
    }
  const others = extra();
  return others ? { ...work, extra: others } : work;

  /** The notes by what they are; other programs' notes are nobody's. */
  function notesOf(): ReadonlyMap<NoteName, string[]> {
    const found = new Map<NoteName, string[]>();
    for (const { text, more } of byTag.get('N1') ?? []) {
      if (!scopus) {
        const whole = [text, ...more].join(' ').trim();
        if (whole) keep('N1', whole);
        continue;
      }
      for (const { name, text: part } of scopusNotes(text)) {
        const { text: clean, count } = unescaped(part);
        if (count) told.repair('escapes', 'N1', `${count} in it`);
        if (!name) keep('N1', clean);
        else found.set(name, [...(found.get(name) ?? []), clean]);
      }
      if (more.length && !/^References\s*:/i.test(text)) {
        const last = [...found.keys()].at(-1);
        const texts = last ? found.get(last) : undefined;
        if (texts?.length) texts[texts.length - 1] += `\n${more.join('\n')}`;
      }
    }
    return found;
  }

  function note(name: NoteName): string | undefined {
    return value(notes.get(name)?.[0]);
  }

  /** Before 2023: one a line under the note that begins them. */
  function references() {
    const field = scopus ? byTag.get('N1')?.find(({ text }) => /^References\s*:/i.test(text)) : undefined;
    if (!field) return (notes.get('References') ?? []).flatMap((text) => scopusReferences(text, told));
    const given = [field.text.replace(/^References\s*:\s*/i, ''), ...field.more];
    return given.flatMap((line) => referenceOf(line) ?? []);
  }

  function sourceOf(): Source {
    const numbers = all('SN').flatMap((text) => text.split(/[;,]|(?<=\))\s+(?=\d)/));
    const issns: string[] = [];
    const isbns: string[] = [];
    for (const number of numbers) {
      const digits = number
        .replace(/\(.*?\)/g, '')
        .replace(/[^\dXx]/g, '')
        .toUpperCase();
      if (!digits) continue;
      if (/ISBN/i.test(number) || digits.length === 10 || digits.length === 13) isbns.push(...isbnsOf(number));
      else issns.push(digits);
    }
    // Scopus gives the conference in T2 and the proceedings in C3.
    const names = [...new Set(['T2', 'JF', 'JO', 'JA', 'BT'].flatMap((tag) => value(all(tag)[0]) ?? []))];
    const secondary = (scopus ? first('C3') : undefined) ?? names[0];
    for (const name of names) if (name !== secondary && name !== first('J2') && !(scopus && first('C3'))) keep('JO', name);
    return withoutEmpty<Source>({
      title: secondary,
      abbreviatedTitle: first('J2'),
      issn: issns[0],
      eissn: issns[1],
      isbn: isbns,
      coden: note('CODEN'),
      publisher: first('PB'),
    });
  }

  function typeFrom(ty: string, kind: string | undefined): Work['type'] {
    const raw = rawLabel.exec(ty)?.[1];
    if (raw) {
      told.repair('type-raw', 'TY', ty);
      return typeOf(kind) ?? typeOf(raw.toLowerCase().replaceAll('_', ' '));
    }
    if (kind && !parseDoi(kind)) return typeOf(kind);
    return risTypes.get(ty.trim().toUpperCase()) ?? (ty ? { name: ty } : undefined);
  }
}

export const authorOf = (name: string): Author => {
  const author = nameToAuthor(plainText(name));
  return author.family && author.initials && !author.given ? { ...author, indexedName: `${author.family} ${author.initials}` } : author;
};

/** `SP  - 100-110` holds both. */
export function pagesOf(start: string | undefined, end: string | undefined): [start?: string, end?: string] {
  const [, from, to] = (end === undefined && /^(\S+?)\s*(?:-{1,3}|–|—)\s*(\S+)$/.exec(start ?? '')) || [];
  return from ? [from, to] : [start, end];
}

/** `2019/03/07/`, `2019-03-07` or `2019` → the day, where it is told. */
export function dateOf(text: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})/.exec(text ?? '') ?? [];
  return year && month && day && Number(month) <= 12 && Number(month) && Number(day) ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}

/** Without what is there already, in any case of letters. */
export function distinct(items: readonly string[]): string[] {
  const seen = new Set<string>();
  return items.filter((item) => item && seen.size !== seen.add(item.toLowerCase()).size);
}
