import type { Endpoint, HttpAnswer } from '@scopekit/elsevier-http';
import type { Identifier } from '@scopekit/record';
import { z } from 'zod';
import { nodeOf, rooted } from '../wire/answer-node.ts';
import { pathOf } from '../wire/ids.ts';
import type { WireNode } from '../wire/node.ts';

export const articleViews = ['META', 'META_ABS', 'META_ABS_REF', 'REF', 'FULL', 'ENTITLED'] as const;
export type ArticleView = (typeof articleViews)[number];

export interface ArticleParams {
  readonly id: Identifier;
  readonly view: ArticleView;
  readonly wire: 'json' | 'xml';
}

/** An answer as it came, and its root. */
export interface ArticleAnswer {
  readonly root: WireNode;
  readonly body: Uint8Array;
}

/** The article itself, of which nothing is read. */
const without = ['serial-item', 'nonserial-item', 'rawtext'];
const week = 7 * 24 * 3600 * 1000;

const common = {
  perSecond: 10,
  weeklyQuota: 50_000,
  source: 'https://dev.elsevier.com/documentation/ArticleRetrievalAPI.wadl',
} as const;

const pathTo = (id: Identifier) => {
  const { kind, value } = pathOf(id);
  return `/content/article/${kind}/${value}`;
};

/** Article Retrieval: what ScienceDirect says of an article. */
export const articleEndpoint: Endpoint<ArticleParams, ArticleAnswer> = {
  ...common,
  name: 'sciencedirect.article',
  freshMs: week,
  request: ({ id, view, wire }) =>
    wire === 'xml'
      ? { path: pathTo(id), query: { view, httpAccept: 'text/xml' }, accept: 'text/xml' }
      : { path: pathTo(id), query: { view, httpAccept: 'application/json' } },
  read: (answer) => ({ root: nodeOf(answer, { without }), body: answer.body }),
  body: z.object({ root: rooted('full-text-retrieval-response').or(rooted('document-entitlement')), body: z.instanceof(Uint8Array) }),
};

/** The same with the full text, which is kept nowhere. */
export const fullTextEndpoint: Endpoint<ArticleParams, ArticleAnswer> = { ...articleEndpoint, kept: false };

export interface Pdf {
  readonly bytes: Uint8Array;
  /** Elsevier gives the first page to those who have no access, as a PDF like any other. */
  readonly firstPageOnly: boolean;
}

/** The article as PDF, which is kept nowhere. */
export const pdfEndpoint: Endpoint<{ readonly id: Identifier }, Pdf> = {
  ...common,
  name: 'sciencedirect.article',
  freshMs: 0,
  kept: false,
  request: ({ id }) => ({ path: pathTo(id), query: { httpAccept: 'application/pdf' }, accept: 'application/pdf' }),
  read: toPdf,
  body: z.object({ bytes: z.instanceof(Uint8Array), firstPageOnly: z.boolean() }),
};

function toPdf({ body, headers }: HttpAnswer): Pdf {
  if (!/^%PDF-/.test(new TextDecoder('latin1').decode(body.subarray(0, 1024)).trimStart())) throw new Error('it is no PDF');
  return { bytes: body, firstPageOnly: /limited to first page/i.test(headers['x-els-status'] ?? '') };
}
