import { type AskOptions, type Client, ElsevierError, type ReasonName } from '@scopekit/elsevier-http';
import { type Identifier, identifierNames, identify, parsePii, type Reference, type Work } from '@scopekit/record';
import { type AbstractView, abstractEndpoint, abstractLadder, type Rung } from './endpoint.ts';
import { referencesFrom } from './references.ts';
import { toWork } from './to-work.ts';

export interface AbstractOptions extends AskOptions {
  /** `best`, the default, gives the fullest view the key may see; a named view is given or refused. */
  readonly view?: AbstractView | 'best';
  /** `false`: ask nothing that needs a subscription. */
  readonly subscriber?: boolean;
}

export interface AbstractsOptions extends AbstractOptions {
  /** How many may be under way at once; the pace holds in any case. Default 16. */
  readonly concurrency?: number;
}

/** What became of one id of many. */
export type Retrieved =
  | { readonly index: number; readonly id: string; readonly work: Work }
  | { readonly index: number; readonly id: string; readonly error: ElsevierError };

const fact = 'abstract.view';

/** Abstract Retrieval for one client. What a key may see is found out once, however many works are asked for at the same time. */
export function abstractRetrieval(client: Client) {
  let finding: Promise<unknown> = Promise.resolve();

  /**
   * The record of one work.
   *
   * @param id an EID, Scopus id, DOI, PII or PMID in any form people paste.
   * @throws ElsevierError `bad-id` before anything is asked, `not-found`, `not-entitled`, …
   */
  async function abstract(id: string | Identifier, options: AbstractOptions = {}): Promise<Work> {
    const { view = 'best', subscriber, ...ask } = options;
    const named = typeof id === 'string' ? identifierOf(id) : id;
    if (subscriber === false && view !== 'best' && view !== 'META') {
      throw new ElsevierError({
        reason: 'not-entitled',
        message: `The ${view} view needs a subscription, and this was to be asked without one.`,
        api: abstractEndpoint.name,
      });
    }
    if (view === 'REF') return withReferences(named, ask);
    if (view !== 'best') return one(named, view, ask);
    if (subscriber === false) return one(named, 'META', ask);
    const known = await learnt(ask);
    if (!known) return climbDown(named, ask);
    try {
      return await one(named, known, ask);
    } catch (error) {
      if (!isRefusal(error) || known === 'META') throw error;
      return climbDown(named, ask, known);
    }
  }

  /** Down the ladder, one caller after the other: what the first learns the next ones use. */
  function climbDown(id: Identifier, ask: AskOptions, refused?: Rung): Promise<Work> {
    const walked = finding.catch(rethrowFinal).then(async () => {
      const meanwhile = await learnt(ask);
      return meanwhile && meanwhile !== refused
        ? one(id, meanwhile, ask)
        : walk(id, ask, abstractLadder.slice(refused ? abstractLadder.indexOf(refused) + 1 : 0));
    });
    finding = walked;
    return walked;
  }

  /** The first of these views that is granted; the last refusal is the answer. */
  async function walk(id: Identifier, ask: AskOptions, views: readonly Rung[]): Promise<Work> {
    for (const view of views) {
      try {
        const work = await one(id, view, ask);
        await client.learn(abstractEndpoint.name, fact, view, ask);
        return work;
      } catch (error) {
        if (!isRefusal(error) || view === 'META') throw error;
      }
    }
    throw new Error('unreachable: META is the last view');
  }

  async function one(id: Identifier, view: AbstractView, ask: AskOptions): Promise<Work> {
    const { body, retrievedAt } = await client.askDated(abstractEndpoint, { id: pathId(id), view }, ask);
    return toWork(body, { source: abstractEndpoint.name, view, retrievedAt });
  }

  /** The REF view of a work: all its references, from as many pages as they take. */
  async function withReferences(id: Identifier, ask: AskOptions): Promise<Work> {
    const references: Reference[] = [];
    for (;;) {
      const { body, retrievedAt } = await client.askDated(abstractEndpoint, { id: pathId(id), view: 'REF', startref: references.length + 1 }, ask);
      const work = toWork(body, { source: abstractEndpoint.name, view: 'REF', retrievedAt });
      const more = referencesFrom(body.references) ?? [];
      references.push(...more);
      if (!more.length || references.length >= (work.counts?.references ?? 0)) return { ...work, ...(references.length ? { references } : {}) };
    }
  }

  async function learnt(ask: AskOptions): Promise<Rung | undefined> {
    const known = await client.learnt(abstractEndpoint.name, fact, ask);
    return abstractLadder.find((view) => view === known);
  }

  /**
   * The records of many works, each as soon as it is there: a work that is not found does not stop the others. The first
   * one goes alone, as it finds out what the key may see.
   *
   * @throws ElsevierError while iterating, when going on makes no sense: quota, key, entitlement, cancelled (once what is
   * under way has come in), or five failures of the connection in a row.
   */
  async function* abstracts(ids: Iterable<string> | AsyncIterable<string>, options: AbstractsOptions = {}): AsyncGenerator<Retrieved> {
    const { concurrency = 16, signal, ...ask } = options;
    const giveUp = new AbortController();
    const common = { ...ask, signal: signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal };
    const underWay = new Map<number, Promise<Retrieved>>();
    let width = options.subscriber === false || (options.view ?? 'best') !== 'best' || (await learnt(ask)) ? concurrency : 1;
    let failures = 0;
    let fatal: ElsevierError | undefined;
    let index = 0;
    const settle = async function* (): AsyncGenerator<Retrieved> {
      const outcome = await Promise.race(underWay.values());
      underWay.delete(outcome.index);
      const error = 'error' in outcome ? outcome.error : undefined;
      if (!error) width = concurrency;
      failures = error && !ofTheWork.has(error.reason) && !final.has(error.reason) ? failures + 1 : 0;
      if (failures >= connectionFailures) giveUp.abort();
      if (error && (final.has(error.reason) || failures >= connectionFailures)) fatal ??= error;
      else yield outcome;
    };
    for await (const id of ids) {
      while (underWay.size >= width && !fatal) yield* settle();
      if (fatal) break;
      underWay.set(index, retrieve(id, index, common));
      index++;
    }
    while (underWay.size) yield* settle();
    if (fatal) throw fatal;
  }

  async function retrieve(id: string, index: number, options: AbstractOptions): Promise<Retrieved> {
    try {
      return { index, id, work: await abstract(id, options) };
    } catch (error) {
      if (error instanceof ElsevierError) return { index, id, error };
      throw error;
    }
  }

  return { abstract, abstracts };
}

const isRefusal = (error: unknown) => error instanceof ElsevierError && error.reason === 'not-entitled';

/** So many failures in a row are not the works' fault. */
const connectionFailures = 5;

/** What the walk before ran into holds for the next one, too. */
function rethrowFinal(error: unknown): void {
  if (error instanceof ElsevierError && final.has(error.reason) && error.reason !== 'cancelled') throw error;
}

/** Failures of one work: the next one may well be found. */
const ofTheWork = new Set<ReasonName>(['not-found', 'bad-id', 'bad-request', 'redirected']);
/** Failures that every further request would share. */
const final = new Set<ReasonName>(['quota-exceeded', 'key-missing', 'unauthorized', 'not-entitled', 'cancelled', 'proxy', 'untrusted-host', 'bad-input']);

/**
 * What an id names.
 *
 * @throws ElsevierError `bad-id`, with the kinds that fit when more than one does.
 */
export function identifierOf(text: string): Identifier {
  const found = identify(text);
  if (found.kind === 'unknown') throw new ElsevierError({ reason: 'bad-id', message: `"${text.slice(0, 100)}" names no work: ${found.why}.` });
  if (found.kind === 'ambiguous') {
    const kinds = found.couldBe.map(({ kind }) => identifierNames[kind]).join(' or ');
    throw new ElsevierError({ reason: 'bad-id', message: `"${text}" could be a ${kinds}.`, next: `Say which: SCOPUS_ID:${text} or PMID:${text}.` });
  }
  return found;
}

/** Abstract Retrieval knows EIDs of Scopus; those of ScienceDirect hold the PII that it knows as well. */
function pathId(id: Identifier): Identifier {
  const pii = id.kind === 'eid' && /^[13]-s2\.0-/.test(id.value) ? parsePii(id.value.slice(7)) : undefined;
  return pii ? { kind: 'pii', value: pii } : id;
}
