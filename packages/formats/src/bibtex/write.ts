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

const types: Readonly<Record<string, string>> = { cp: 'inproceedings', cr: 'proceedings', ch: 'incollection', bk: 'book', rp: 'techreport' };

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
    ['issn', source?.issn ?? source?.eissn],
    ['isbn', source?.isbn?.join(', ')],
    ['doi', work.doi],
    ['url', work.links?.scopus ?? work.links?.publisher, true],
    ['pmid', work.pmid],
    ['language', work.language],
    ['keywords', [...(work.authorKeywords ?? []), ...(work.indexKeywords ?? [])].join('; ')],
    ['abstract', work.abstract],
  ];
}

/** Works as BibTeX: TeX's own characters are escaped, keys (`Gao2021`, `Gao2021a`) are unique within the file. */
export function bibtexWriter(): Writer {
  const keys = new Set<string>();
  const keyOf = ({ authors, year }: Work): string => {
    const [first] = authors;
    const letters = (first?.family ?? first?.name ?? '').normalize('NFKD').replace(/[^A-Za-z]/g, '');
    const base = `${letters || 'anonymous'}${year ?? ''}`;
    let key = base;
    for (let n = 0; keys.has(key); n++) key = base + suffix(n);
    keys.add(key);
    return key;
  };
  return {
    head: '',
    row(work) {
      const type = types[work.type?.code ?? ''] ?? 'article';
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
