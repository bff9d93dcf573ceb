import { type AskOptions, type Client, type Dated, ElsevierError } from '@scopekit/elsevier-http';
import { type SearchPage, type SearchParams, type SearchView, searchEndpoint } from './endpoint.ts';
import type { SearchLimits } from './limits.ts';

/** How a question is asked: which view, how many works a page, by cursor or by position. */
export interface Plan {
  readonly view: SearchView;
  readonly size: number;
  readonly cursor: boolean;
  readonly limits: SearchLimits;
}

export interface PlanAsked {
  readonly view: SearchView | 'best';
  readonly pageSize?: number;
  readonly limit?: number;
  readonly subscriber?: boolean;
  /** From the middle of the answer, where no cursor leads. */
  readonly byPosition?: boolean;
  readonly limits: SearchLimits;
}

/** What a key was refused, as the ledger remembers it. */
const facts = { complete: 'search.COMPLETE', wide: 'search.wide' } as const;

/**
 * The best plan that the key is not known to be refused: COMPLETE before STANDARD where both will do, large pages and
 * the cursor before small ones by position. A question of one small page needs neither.
 *
 * @throws ElsevierError `not-entitled` for what cannot work without a subscription.
 */
export async function bestPlan(
  client: Client,
  { view, pageSize = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY, subscriber, byPosition = false, limits }: PlanAsked,
  options: AskOptions,
): Promise<Plan> {
  if (subscriber === false && view === 'COMPLETE') {
    throw new ElsevierError({
      reason: 'not-entitled',
      message: 'The COMPLETE view needs a subscription, and this question was to be asked without one.',
      api: searchEndpoint.name,
    });
  }
  const allowed = async (fact: string) => subscriber !== false && (await client.learnt(searchEndpoint.name, fact, options)) !== 'no';
  const chosen = view === 'best' ? ((await allowed(facts.complete)) ? 'COMPLETE' : 'STANDARD') : view;
  const wide = await allowed(facts.wide);
  const size = Math.min(pageSize, Math.max(1, limit), wide ? limits.pageSize[chosen] : limits.unentitledPageSize);
  return { view: chosen, size, cursor: wide && limit > size && !byPosition, limits };
}

/** What to try after a refusal, once it is learnt; `undefined` when the refusal is final. */
export async function nextPlan(client: Client, refused: Plan, error: unknown, asked: PlanAsked, options: AskOptions): Promise<Plan | undefined> {
  if (!(error instanceof ElsevierError)) return undefined;
  const ofCursor = error.reason === 'not-entitled' && /cursor/i.test(error.message);
  if (ofCursor || error.reason === 'service-level') {
    if (!refused.cursor && refused.size <= refused.limits.unentitledPageSize) return undefined;
    await client.learn(searchEndpoint.name, facts.wide, 'no', options);
  } else if (error.reason === 'not-entitled' && refused.view === 'COMPLETE' && asked.view === 'best') {
    await client.learn(searchEndpoint.name, facts.complete, 'no', options);
  } else {
    return undefined;
  }
  return bestPlan(client, asked, options);
}

/**
 * Everything after a first page, in order, until as many works came as it announced, the server has no more or repeats
 * itself, or the wall is reached. A total that grows meanwhile, and pages that are far too small, do not make it longer.
 *
 * @param begin number of the first work of the first page.
 */
export async function* followingPages(
  client: Client,
  params: SearchParams,
  plan: Plan,
  first: SearchPage,
  begin: number,
  options: AskOptions,
): AsyncGenerator<Dated<SearchPage>> {
  const { total = Number.POSITIVE_INFINITY } = first;
  const mostPages = 2 * Math.ceil((total - begin) / plan.size) + 3;
  let page = first;
  let start = begin + page.entries.length;
  let cursor = '*';
  for (let asked = 1; page.entries.length && start < total && asked < mostPages; asked++) {
    if (plan.cursor && (page.nextCursor === undefined || page.nextCursor === cursor)) return;
    if (!plan.cursor && start >= plan.limits.wall) return;
    cursor = page.nextCursor ?? cursor;
    const dated = await client.askDated(searchEndpoint, { ...params, view: plan.view, ...positionOf(plan, start, cursor) }, options);
    page = dated.body;
    start += page.entries.length;
    if (page.entries.length) yield dated;
  }
}

/** How a page is named: by its cursor, or by its first work, and then no larger than the wall allows. */
export function positionOf(plan: Plan, start: number, cursor: string): Pick<SearchParams, 'count' | 'start' | 'cursor'> {
  return plan.cursor ? { count: plan.size, cursor } : { count: Math.min(plan.size, plan.limits.wall - start), start };
}
