import { type AskOptions, type Client, type Dated, ElsevierError, windows } from '@scopekit/elsevier-http';
import { type SearchPage, type SearchParams, type SearchView, searchEndpoint } from './endpoint.ts';
import { bestPlan, followingPages, nextPlan, type Plan, type PlanAsked, positionOf } from './paging.ts';
import { askedFor, type Part, smaller } from './parts.ts';
import type { Years } from './years.ts';

/** A question as it is asked: parameters, limits, and who wants to know what on the way. */
export interface Question {
  readonly base: SearchParams;
  readonly span: Years | undefined;
  readonly asked: PlanAsked;
  /** Number of the first work wanted. */
  readonly begin: number;
  readonly limit: number;
  readonly slice: boolean;
  readonly ask: AskOptions;
  readonly onPlan: (view: SearchView, refusal?: string) => void;
  /** A part was cut: how many works it has, and how many its parts have together. */
  readonly onCut: (answers: number, inParts: number) => void;
}

interface Opened {
  readonly plan: Plan;
  readonly page: Dated<SearchPage>;
}

export interface Begun {
  /** Of the first page. */
  readonly page: SearchPage;
  readonly view: SearchView;
  /** The pages of the answer as they come, from the first on: by cursor, by position, or cut into parts. */
  pages(): AsyncGenerator<Dated<SearchPage>>;
}

/** Asks for the first page. */
export async function begun(client: Client, question: Question): Promise<Begun> {
  const { base, span, onPlan } = question;
  const whole: Part = { years: span, only: [], not: [] };
  const first = await firstPage(client, question, { ...base, ...askedFor(base.query, whole) }, onPlan);
  return { page: first.page.body, view: first.plan.view, pages: () => pagesFrom(client, question, whole, first) };
}

async function* pagesFrom(client: Client, question: Question, whole: Part, first: Opened): AsyncGenerator<Dated<SearchPage>> {
  const { base, begin, limit, slice, ask, onCut } = question;
  const paramsOf = (part: Part): SearchParams => ({ ...base, ...askedFor(base.query, part) });
  const total = first.page.body.total;
  if (limit <= 0) return;
  if (first.plan.cursor || begin > 0 || Math.min(total ?? 0, limit) <= first.plan.limits.wall) {
    yield first.page;
    yield* followingPages(client, paramsOf(whole), first.plan, first.page.body, begin, ask);
    return;
  }
  if (!slice) throw tooMany(total ?? 0, first.plan.limits.wall);
  if (base.sort && limit < (total ?? 0)) throw unsortable(limit, base.sort, first.plan.limits.wall);
  const thisYear = new Date(client.clock.now()).getUTCFullYear();
  const parts = windows<Part, Opened>(
    whole,
    {
      open: async (part) => {
        const opened = await firstPage(client, question, paramsOf(part), () => {});
        return { answers: answersOf(opened), first: opened };
      },
      fits: (answers, { plan }) => plan.cursor || answers <= plan.limits.wall,
      cut: (part, answers) => smaller(part, answers, thisYear),
      onCounted: (_, answers, inParts) => onCut(answers, inParts),
    },
    { answers: answersOf(first), first },
  );
  for await (const { part, first: opened } of parts) {
    yield opened.page;
    yield* followingPages(client, paramsOf(part), opened.plan, opened.page.body, 0, ask);
  }
}

const answersOf = ({ page: { body } }: Opened): number => body.total ?? body.entries.length;

/** The first page by the best plan that the key is granted; each refusal is learnt. */
async function firstPage(client: Client, { asked, begin, ask }: Question, params: SearchParams, onPlan: Question['onPlan']): Promise<Opened> {
  let plan = await bestPlan(client, asked, ask);
  onPlan(plan.view);
  for (;;) {
    try {
      return { plan, page: await client.askDated(searchEndpoint, { ...params, view: plan.view, ...positionOf(plan, begin, '*') }, ask) };
    } catch (error) {
      const next = await nextPlan(client, plan, error, asked, ask);
      if (!next) throw error;
      plan = next;
      onPlan(plan.view, (error as ElsevierError).message);
    }
  }
}

/** Each part comes sorted, their sum does not: the first works of all could be in any part. */
const unsortable = (limit: number, sort: string, wall: number) =>
  new ElsevierError({
    reason: 'bad-input',
    message: `Without a cursor, more than ${wall.toLocaleString('en')} works are asked for in parts, so the first ${limit.toLocaleString('en')} by ${sort} cannot be told.`,
    next: `Ask for all of them or for at most ${wall.toLocaleString('en')}, or leave the order out.`,
    api: searchEndpoint.name,
  });

function tooMany(total: number, wall: number): ElsevierError {
  const message = `Without a cursor, ${total.toLocaleString('en')} works match and Scopus gives the first ${wall.toLocaleString('en')} only.`;
  return new ElsevierError({ reason: 'too-many-results', message, api: searchEndpoint.name });
}
