import type { Work } from '@scopekit/record';
import type { Writer } from '../writer.ts';

const special: Readonly<Record<string, string>> = {
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '\\': '\\textbackslash{}',
};

const escaped = (text: string) => text.replace(/\s+/g, ' ').replace(/[&%$#_{}~^\\]/g, (char) => special[char] as string);

/** Addresses and DOIs are taken as they stand; braces would end the field. */
const verbatim = (text: string | undefined) => text?.replace(/[{}\s\\]/g, (char) => encodeURIComponent(char));

const types: ReadonlyMap<string, string> = new Map([
  ['cp', 'inproceedings'],
  ['cr', 'proceedings'],
  ['ch', 'incollection'],
  ['bk', 'book'],
  ['rp', 'techreport'],
]);

/** An organisation is one name, whatever is in it. */
const nameOf = ({ name, family, collaboration }: Work['authors'][number]) =>
  collaboration || (!family && /\s/.test(name)) ? `{${escaped(name)}}` : escaped(name).replace(/\s+and\s+/gi, ' {and} ');

type Field = readonly [name: string, value: string | number | undefined, verbatim?: boolean];

function fieldsOf(work: Work, type: string): Field[] {
  const { source } = work;
  const isPart = type === 'inproceedings' || type === 'incollection';
  return [
    ['author', work.authors.map(nameOf).join(' and '), true],
    ['editor', work.editors?.map((name) => escaped(name)).join(' and '), true],
    ['title', work.title],
    ['year', work.year],
    [isPart ? 'booktitle' : 'journal', source?.title],
    ['volume', work.volume],
    ['number', work.issue],
    ['pages', [work.pageStart, work.pageEnd].filter(Boolean).join('--')],
    ['eid', work.articleNumber],
    ['publisher', source?.publisher],
    ['issn', source?.issn],
    ['isbn', source?.isbn?.join(', ')],
    ['doi', verbatim(work.doi), true],
    ['url', verbatim(work.links?.scopus ?? work.links?.publisher), true],
    ['pmid', work.pmid],
    ['type', work.type?.name],
    ['language', work.language],
    ['keywords', [...(work.authorKeywords ?? []), ...(work.indexKeywords ?? [])].join('; ')],
    ['abstract', work.abstract],
  ];
}

/** Works as BibTeX: TeX's own characters are escaped, keys (`Gao2021`, `Gao2021a`) are unique within the file. */
export function bibtexWriter(): Writer {
  const used = new Map<string, number>();
  const keyOf = ({ authors, year }: Work): string => {
    const [first] = authors;
    const letters = (first?.family ?? first?.name ?? '').normalize('NFKD').replace(/[^A-Za-z]/g, '');
    const base = `${letters || 'anonymous'}${year ?? ''}`;
    const times = used.get(base) ?? 0;
    used.set(base, times + 1);
    return times ? `${base}${suffix(times - 1)}` : base;
  };
  return {
    head: '',
    row(work) {
      const type = types.get(work.type?.code ?? '') ?? 'article';
      const fields = fieldsOf(work, type).flatMap(([name, value, verbatim]) =>
        value === undefined || value === '' ? [] : [`  ${name} = {${verbatim ? value : escaped(String(value))}}`],
      );
      return `@${type}{${keyOf(work)},\n${fields.join(',\n')}\n}\n\n`;
    },
    tail: '',
  };
}

/** 0 → a, 25 → z, 26 → aa. */
const suffix = (n: number): string => (n < 26 ? String.fromCharCode(97 + n) : suffix(Math.floor(n / 26) - 1) + suffix(n % 26));
