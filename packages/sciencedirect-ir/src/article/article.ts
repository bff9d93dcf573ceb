import type { AskOptions, Client } from '@scopekit/elsevier-http';
import { identified } from '../wire/identified.ts';
import { type ArticleView, articleEndpoint, fullTextEndpoint, type Pdf, pdfEndpoint } from './endpoint.ts';
import { type Article, toArticle } from './to-article.ts';

export interface ArticleOptions extends AskOptions {
  /** Default `META_ABS`. */
  readonly view?: ArticleView;
  /** Default XML, which alone has all of a full text. */
  readonly wire?: 'json' | 'xml';
}

export interface RetrievedArticle extends Article {
  /** `FULL` was asked for and metadata came: whoever asks has no access. */
  readonly reduced: boolean;
  /** The answer as it came: of a full text, the text. */
  readonly body: Uint8Array;
}

/** @throws ElsevierError `not-found`, `not-entitled`, … */
export async function article(client: Client, id: string, { view = 'META_ABS', wire = 'xml', ...ask }: ArticleOptions = {}): Promise<RetrievedArticle> {
  const endpoint = view === 'FULL' ? fullTextEndpoint : articleEndpoint;
  const { body, retrievedAt } = await client.askDated(endpoint, { id: identified(id), view, wire }, ask);
  const read = toArticle(body.root, { source: endpoint.name, view, retrievedAt });
  return { ...read, reduced: view === 'FULL' && !read.full, body: body.body };
}

/** The article as PDF; of an article that whoever asks may not read, its first page, which is told. */
export function articlePdf(client: Client, id: string, ask: AskOptions = {}): Promise<Pdf> {
  return client.ask(pdfEndpoint, { id: identified(id) }, ask);
}
