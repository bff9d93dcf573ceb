import { isbn13, pii } from './check-digits.ts';
import { affiliations, authors, signatures, sources } from './people.ts';
import { planting } from './planted.ts';
import { type Random, random } from './random.ts';
import { approaches, funders, tools, topics } from './vocabulary.ts';
import type { InventedAffiliation, InventedAuthor, InventedSource, InventedWork, Planted, Signature } from './work.ts';

export interface CorpusOptions {
  /** How many works, planted ones included. */
  readonly works?: number;
  readonly seed?: number;
}

/** An invented literature: the same options give the same works on every machine. Works are made when asked for, so a large corpus needs little memory. */
export interface Corpus {
  readonly size: number;
  work(index: number): InventedWork;
  works(): Generator<InventedWork>;
  byScopusId(id: string): InventedWork | undefined;
  /** The truth about duplicates. */
  readonly planted: readonly Planted[];
  readonly authors: readonly InventedAuthor[];
  readonly affiliations: readonly InventedAffiliation[];
  readonly sources: readonly InventedSource[];
}

const lastYear = 2026;

export function corpus({ works: size = 2_000, seed = 1 }: CorpusOptions = {}): Corpus {
  const rng = random(seed);
  const homes = affiliations(rng, Math.max(16, Math.min(400, Math.ceil(size / 20))));
  const people = authors(rng, Math.max(30, Math.ceil(size * 0.6)), homes);
  const journals = sources(rng, Math.max(48, Math.min(480, Math.ceil(size / 30))));
  const invent = inventor(seed, signatures(rng, people, homes), journals);
  const { truth, work } = planting(size, Math.floor(size * 0.04), invent);
  return {
    size,
    work,
    works: function* () {
      for (let index = 0; index < size; index++) yield work(index);
    },
    byScopusId: (id) => {
      const index = Number(id) - firstScopusId;
      return index >= 0 && index < size ? work(index) : undefined;
    },
    planted: truth,
    authors: people,
    affiliations: homes,
    sources: journals,
  };
}

const firstScopusId = 99_900_000_000;

/** Scopus ids of the invented works: 11 digits that begin with 999, which Scopus has not reached. */
export const scopusIdOf = (index: number) => String(firstScopusId + index);

function inventor(seed: number, people: readonly (readonly Signature[])[], journals: readonly InventedSource[]) {
  return (index: number): InventedWork => {
    const rng = random(seed * 1_000_003 + index * 7_919);
    const source = rng.pick(journals);
    const topic = topics[source.topic] as (typeof topics)[number];
    const year = rng.chance(0.55) ? rng.int(lastYear - 3, lastYear) : rng.int(1996, lastYear - 4);
    const approach = rng.chance(0.5) ? approaches[0] : rng.pick(approaches);
    const tool = rng.chance(0.5) ? tools[0] : rng.pick(tools);
    const thing = rng.pick(topic.things);
    const aim = rng.pick(topic.aims);
    const pageStart = rng.int(1, 900);
    const elsevier = source.publisher === 'Elsevier B.V.';
    const paged = rng.chance(0.7);
    return {
      index,
      scopusId: scopusIdOf(index),
      eid: `2-s2.0-${scopusIdOf(index)}`,
      doi: rng.chance(0.88) ? `10.5555/${source.code}.${source.id.slice(-4)}.${year}.${index}` : undefined,
      pii: elsevier ? pii(source.issn, year, index) : rng.chance(0.03) ? `INVENTED${index}` : undefined,
      pmid: rng.chance(0.45) ? (rng.chance(0.02) ? String(2_900_000_000 + index) : String(98_000_000 + index)) : undefined,
      title: titleOf(rng, { thing, aim, approach, year, index }),
      authors: authorsOf(rng, people),
      source,
      topic: source.topic,
      year,
      month: rng.int(1, 12),
      day: rng.chance(0.5) ? 1 : rng.int(1, 28),
      volume: String(Math.max(1, year - 1985)),
      issue: rng.chance(0.7) ? (rng.chance(0.1) ? '1-2' : String(rng.int(1, 12))) : undefined,
      pages: paged ? [String(pageStart), String(pageStart + rng.int(1, 24))] : undefined,
      articleNumber: paged ? undefined : String(100_000 + index),
      isbn:
        source.code === 'j'
          ? undefined
          : Array.from({ length: rng.chance(0.3) ? 2 : 1 }, (_, i) =>
              isbn13(
                `978990${String(index * 2 + i)
                  .padStart(6, '0')
                  .slice(-6)}`,
              ),
            ),
      type: source.code === 'p' ? 'cp' : source.code === 'j' ? (rng.chance(0.1) ? 're' : 'ar') : 'ch',
      citedBy: rng.chance(0.2) ? 0 : rng.int(0, (lastYear - year + 1) * 9),
      approach,
      tool,
      thing,
      aim,
      funding: rng.chance(0.3) ? fundingOf(rng) : undefined,
      freeToRead: freeToRead(rng, source, year),
      references: rng.int(6, 90),
      abstractInSearch: rng.chance(0.95),
      hasAbstract: rng.chance(0.99),
      dummy: rng.chance(0.002),
    };
  };
}

function titleOf(rng: Random, { thing, aim, approach, year, index }: Pick<InventedWork, 'thing' | 'aim' | 'approach' | 'year' | 'index'>): string {
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const titles = [
    `${upper(aim)} of ${thing}: evidence from ${approach}`,
    `${upper(approach)} for ${aim} in ${thing}, ${year - rng.int(2, 9)}–${year - 1}`,
    `What do ${thing} tell us about ${aim}? ${upper(approach)} on ${rng.int(20, 900)} samples`,
    `${upper(thing)} &amp; ${aim}: a study with ${approach}`,
    `Towards <i>in situ</i> ${aim} of ${thing} at CO<inf>2</inf> level ${rng.int(280, 900)}`,
  ];
  return index % 997 === 500 ? `<script>alert(${index})</script> and other hazards: ${aim} in ${thing}` : rng.pick(titles);
}

function authorsOf(rng: Random, people: readonly (readonly Signature[])[]): Signature[] {
  const count = rng.chance(0.008) ? rng.int(101, 160) : rng.chance(0.5) ? rng.int(1, 3) : rng.int(2, 9);
  return neighbours(rng, people.length, count).map((place) => {
    const way = rng.next();
    return people[place]?.[way < 0.6 ? 0 : way < 0.85 ? 1 : way < 0.97 ? 2 : 3] as Signature;
  });
}

/** Different places close to each other, as people who know each other would be. */
function neighbours(rng: Random, length: number, count: number): number[] {
  const reach = Math.min(length, count > 20 ? 400 : 60);
  const start = rng.int(0, length - reach);
  const places = new Set<number>();
  while (places.size < Math.min(count, reach)) places.add(start + rng.int(0, reach - 1));
  return [...places];
}

function fundingOf(rng: Random): InventedWork['funding'] {
  const [agency, acronym] = rng.pick(funders);
  return { agency, acronym, number: rng.chance(0.6) ? `${acronym}-${rng.int(1000, 9999)}` : undefined };
}

function freeToRead(rng: Random, source: InventedSource, year: number): InventedWork['freeToRead'] {
  if (year < 2008) return [];
  const kinds: InventedWork['freeToRead'][number][] = [];
  if (source.openAccess) kinds.push('publisherfullgold');
  else if (rng.chance(0.12)) kinds.push('publisherhybridgold');
  else if (rng.chance(0.08)) kinds.push('publisherfree2read');
  if (rng.chance(0.2)) kinds.push('repository');
  return kinds;
}
