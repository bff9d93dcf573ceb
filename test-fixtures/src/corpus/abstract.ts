import { type Random, random } from './random.ts';
import { topics } from './vocabulary.ts';
import type { InventedWork } from './work.ts';

const openings = [
  'Knowledge of {aim} in {thing} is scattered.',
  'How {thing} relate to {aim} is still debated.',
  '{Thing} are central to work on {aim}.',
  'Few studies have looked at {aim} of {thing} over several years.',
];
const middles = [
  'We applied {approach} to {n} records collected between {from} and {to}.',
  'Using {approach}, we compared {n} cases and checked them against {term}.',
  'A sample of {n} sites was described by {term} and analysed with {approach}.',
];
const results = [
  'The main effect was {p} % larger than expected, and stable across groups.',
  'Agreement with independent observations reached {p} %.',
  'Differences of up to {p} % were linked to {term}.',
  'No relation with {term} was found after correction.',
];
const closings = [
  'The results support further work on {term}.',
  'We discuss limits of the data and what {term} could add.',
  'Data and code ({tool}) are available on request.',
  'All analyses were written in {tool} and can be repeated.',
];

/**
 * The abstract of an invented work, made again from its index at every call: a hundred thousand of them need no memory.
 *
 * @returns Plain text of 60 to 110 words, sometimes with the copyright line, entities and markup that Scopus leaves in.
 */
export function abstractOf(work: InventedWork): string {
  const rng = random(work.index * 2_654_435_761 + 17);
  const sentences = [rng.pick(openings), rng.pick(middles), rng.pick(results), rng.pick(results), `The software was ${work.tool}.`, rng.pick(closings)];
  const text = sentences.map((sentence) => filled(sentence, work, rng)).join(' ');
  const copyright = rng.chance(0.4) ? `© ${work.year} ${work.source.publisher}. ` : '';
  return copyright + (rng.chance(0.1) ? `${text} Values are mean &plusmn; SD; CO<inf>2</inf> was held constant.` : text);
}

/** Three to six author keywords, made again at every call like the abstract. */
export function keywordsOf(work: InventedWork): string[] {
  const rng = random(work.index * 40_503 + 5);
  return rng.sample([...(topics[work.topic]?.terms ?? []), work.aim, work.approach], rng.int(3, 6));
}

function filled(sentence: string, work: InventedWork, rng: Random): string {
  const terms = topics[work.topic]?.terms ?? [];
  const values: Record<string, () => string> = {
    aim: () => work.aim,
    thing: () => work.thing,
    Thing: () => work.thing.charAt(0).toUpperCase() + work.thing.slice(1),
    approach: () => work.approach,
    tool: () => work.tool,
    term: () => rng.pick(terms),
    n: () => String(rng.int(24, 9_600)),
    p: () => String(rng.int(3, 92)),
    from: () => String(work.year - rng.int(4, 12)),
    to: () => String(work.year - rng.int(1, 3)),
  };
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name]?.() ?? '');
}
