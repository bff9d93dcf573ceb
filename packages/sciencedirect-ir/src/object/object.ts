import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import { withoutEmpty } from '@scopekit/record';
import { identified } from '../wire/identified.ts';
import { textOf, type WireNode } from '../wire/node.ts';
import { type ObjectFile, objectEndpoint, objectsEndpoint } from './endpoint.ts';

/** A figure, table, formula or supplement of an article. */
export interface ArticleObject {
  /** By which {@link articleObject} gets it. */
  readonly eid: string;
  /** As the article refers to it: `gr1`, `si5`, `mmc1`. */
  readonly ref?: string;
  readonly filename?: string;
  readonly mimeType?: string;
  /** As `IMAGE-DOWNSAMPLED`, `IMAGE-HIGH-RES`, `IMAGE-THUMBNAIL`, `ALTIMG`, `APPLICATION`. */
  readonly type?: string;
  /** Bytes. */
  readonly size?: number;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly url?: string;
}

/**
 * What an article has beside its text, in the order of the answer. An article without any has none.
 *
 * @param id PII, DOI, EID of ScienceDirect, Scopus id or PMID.
 * @throws ElsevierError `bad-id`, `not-found`, `not-entitled`, …
 * @see https://dev.elsevier.com/documentation/ObjectRetrievalAPI.wadl
 */
export async function articleObjects(client: Client, id: string, ask: AskOptions = {}): Promise<ArticleObject[]> {
  const root = await client.ask(objectsEndpoint, { id: identified(id) }, ask);
  return root.all('attachment').flatMap((node) => toObject(node) ?? []);
}

/**
 * One of them, as its bytes.
 *
 * @param eid of the object, as {@link articleObjects} tells it: `1-s2.0-S…-gr1.jpg`.
 * @throws ElsevierError `bad-id`, `not-found`, `not-entitled`, …
 */
export async function articleObject(client: Client, eid: string, ask: AskOptions = {}): Promise<ObjectFile> {
  if (!/^[13]-s2\.0-[\w().-]+-[\w.-]+$/i.test(eid))
    throw new ElsevierError({ reason: 'bad-id', message: `"${eid.slice(0, 80)}" is no EID of an object: those look like 1-s2.0-S9900001614002848-gr1.jpg.` });
  return client.ask(objectEndpoint, { eid }, ask);
}

function toObject(node: WireNode): ArticleObject | undefined {
  const text = (name: string) => textOf(node, name) ?? node.attribute(name);
  const number = (name: string) => {
    const value = Number(text(name));
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  const eid = text('eid');
  if (eid === undefined) return undefined;
  const [ref, filename, mimeType, type, url] = ['ref', 'filename', 'mimetype', 'type', 'url'].map(text);
  return withoutEmpty({ eid, ref, filename, mimeType, type, size: number('size'), width: number('width'), height: number('height'), url });
}
