import type { Work } from '@scopekit/record';
import type { Writer } from '../writer.ts';

const oneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();

const types: ReadonlyMap<string, string> = new Map([
  ['ar', 'JOUR'],
  ['re', 'JOUR'],
  ['ip', 'INPR'],
  ['cp', 'CPAPER'],
  ['ch', 'CHAP'],
  ['bk', 'BOOK'],
  ['rp', 'RPRT'],
  ['dp', 'DATA'],
  ['ab', 'ABST'],
]);

type Value = string | number | readonly (string | undefined)[] | undefined;

/** Tags in the order that programs expect, and what a work gives for each. */
const tags: readonly (readonly [tag: string, value: (work: Work) => Value])[] = [
  // A comma at the end makes an organisation of a name, as EndNote has it.
  ['AU', ({ authors }) => authors.map(({ name, collaboration }) => (collaboration ? `${name},` : name))],
  ['TI', ({ title }) => title],
  ['PY', ({ year }) => year],
  ['DA', ({ coverDate }) => coverDate?.replaceAll('-', '/')],
  ['T2', ({ source }) => source?.title],
  ['J2', ({ source }) => source?.abbreviatedTitle],
  ['VL', ({ volume }) => volume],
  ['IS', ({ issue }) => issue],
  ['C7', ({ articleNumber }) => articleNumber],
  ['SP', ({ pageStart }) => pageStart],
  ['EP', ({ pageEnd }) => pageEnd],
  ['DO', ({ doi }) => doi],
  ['UR', ({ links, doi }) => [links?.scopus, links?.publisher ?? (doi && `https://doi.org/${doi}`)]],
  ['AN', ({ eid }) => eid],
  ['AD', ({ affiliations }) => affiliations.map(({ name, city, country }) => [name, city, country].filter(Boolean).join(', '))],
  ['AB', ({ abstract }) => abstract],
  ['KW', ({ authorKeywords, indexKeywords }) => [...(authorKeywords ?? []), ...(indexKeywords ?? [])]],
  ['A2', ({ editors }) => editors],
  ['PB', ({ source }) => source?.publisher],
  [
    'SN',
    ({ source }) => [
      source?.issn && `${source.issn} (ISSN)`,
      source?.eissn && `${source.eissn} (ISSN)`,
      ...(source?.isbn ?? []).map((isbn) => `${isbn} (ISBN)`),
    ],
  ],
  ['C2', ({ pmid }) => pmid],
  ['LA', ({ language }) => language],
  ['C3', ({ conference }) => conference?.name],
  ['Y2', ({ conference }) => conference?.date],
  ['CY', ({ conference }) => conference?.location],
  ['M3', ({ type }) => type?.name],
];

const texts = (value: Value): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((each) => (each === undefined || each === '' ? [] : [oneLine(String(each))]));

/**
 * Works as RIS, as reference managers take it.
 *
 * @see https://en.wikipedia.org/wiki/RIS_(file_format)
 */
export const risWriter = (): Writer => ({
  head: '',
  row: (work) =>
    [
      `TY  - ${types.get(work.type?.code ?? '') ?? (work.conference?.name ? 'CPAPER' : work.type?.code || work.source ? 'JOUR' : 'GEN')}`,
      ...tags.flatMap(([tag, value]) => texts(value(work)).map((text) => `${tag}  - ${text}`)),
      'ER  - ',
      '',
      '',
    ].join('\r\n'),
  tail: '',
});
