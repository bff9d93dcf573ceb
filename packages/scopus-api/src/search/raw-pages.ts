import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import { type SearchPage, type SearchParams, type SearchView, searchEndpoint } from './endpoint.ts';
import { bestPlan, followingPages, nextPlan, type Plan, type PlanAsked, positionOf, wall } from './paging.ts';
import { dateOf, newestYear, nextSpan, type Years } from './years.ts';

/** A question as it is asked: parameters, limits, and who wants to know what on the way. */
export interface Question {
  readonly base: SearchParams;
  readonly span: Years | undefined;
  readonly asked: PlanAsked;
  /** Number of the first work wanted. */
  readonly begin: number;
  readonly limit: number;
  readonly slice: 'year' | undefined;
  readonly ask: AskOptions;
  readonly onPlan: (view: SearchView, refusal?: string) => void;
  /** The number of hits, where it is told, and the view that answers. */
  readonly onFirst: (total: number | undefined, view: SearchView) => void;
}

/** The pages of an answer as they come: by cursor, by position, or year by year. */
export async function* rawPages(client: Client, question: Question): AsyncGenerator<SearchPage> {
  const { base, span, begin, limit, slice, ask, onPlan, onFirst } = question;
  const params = { ...base, date: span && dateOf(span) };
  const { plan, page } = await firstPage(client, question, params, onPlan);
  onFirst(page.total, plan.view);
  const wanted = Math.min(page.total ?? 0, limit);
  if (plan.cursor || begin > 0 || wanted <= wall) {
    yield page;
    yield* followingPages(client, params, plan, page, begin, ask);
    return;
  }
  if (slice !== 'year') throw tooMany(page.total ?? 0, 'Without a cursor');
  yield* yearByYear(client, question, page.total ?? 0);
}

async function* yearByYear(client: Client, question: Question, total: number): AsyncGenerator<SearchPage> {
  const { base, span: within, ask } = question;
  const thisYear = new Date(client.clock.now()).getUTCFullYear();
  let remaining = total;
  let newest = newestYear(within, thisYear);
  for (let span = next(); span; span = next()) {
    const params = { ...base, date: dateOf(span) };
    const { plan, page } = await firstPage(client, question, params, () => {});
    const hits = page.total ?? page.entries.length;
    if (!plan.cursor && hits > wall) throw tooMany(hits, `Of the years ${dateOf(span)} alone`);
    yield page;
    yield* followingPages(client, params, plan, page, 0, ask);
    remaining -= hits;
    newest = span.from - 1;
  }

  function next(): Years | undefined {
    return nextSpan({ within, remaining, newest, thisYear, wall });
  }
}

/** The first page by the best plan that the key is granted; each refusal is learnt. */
async function firstPage(
  client: Client,
  { asked, begin, ask }: Question,
  params: SearchParams,
  onPlan: Question['onPlan'],
): Promise<{ plan: Plan; page: SearchPage }> {
  let plan = await bestPlan(client, asked, ask);
  onPlan(plan.view);
  for (;;) {
    try {
      return { plan, page: await client.ask(searchEndpoint, { ...params, view: plan.view, ...positionOf(plan, begin, '*') }, ask) };
    } catch (error) {
      const next = await nextPlan(client, plan, error, asked, ask);
      if (!next) throw error;
      plan = next;
      onPlan(plan.view, (error as ElsevierError).message);
    }
  }
}

function tooMany(total: number, where: string): ElsevierError {
  const message = `${where}, ${total.toLocaleString('en')} works match and Scopus gives the first ${wall.toLocaleString('en')} only.`;
  return new ElsevierError({ reason: 'too-many-results', message, api: searchEndpoint.name });
}
