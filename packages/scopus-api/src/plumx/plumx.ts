import type { AskOptions, Client } from '@scopekit/elsevier-http';
import { identifierOf } from '../abstract/abstract.ts';
import { items, members, text, whole } from '../wire/values.ts';
import { type PlumxAnswer, plumxEndpoint } from './endpoint.ts';

/** Attention to a work: captures, citations, mentions, social media, usage. */
export interface PlumxCategory {
  /** `capture`, `citation`, `mention`, `socialMedia`, `usage`. */
  name: string;
  total: number;
  counts: { name: string; total: number; sources?: { name: string; total: number }[] }[];
}

const kinds = { doi: 'doi', pii: 'elsevierPii', pmid: 'pmid', eid: 'elsevierId', scopusId: 'elsevierId' } as const;

/**
 * PlumX metrics of a work.
 *
 * @param id a DOI, PII, PMID, EID or Scopus id; or any other kind PlumX knows, named by `kind`.
 * @throws ElsevierError `bad-id`, `not-found`, …
 */
export async function plumx(client: Client, id: string, { kind, ...ask }: AskOptions & { readonly kind?: string } = {}): Promise<PlumxCategory[]> {
  if (kind !== undefined) return toCategories(await client.ask(plumxEndpoint, { kind, value: id.trim() }, ask));
  const named = identifierOf(id);
  const value = named.kind === 'scopusId' ? `2-s2.0-${named.value}` : named.value;
  return toCategories(await client.ask(plumxEndpoint, { kind: kinds[named.kind], value }, ask));
}

export function toCategories(answer: PlumxAnswer): PlumxCategory[] {
  const counted = (value: unknown) => ({ name: text(members(value).name) ?? '', total: whole(members(value).total) ?? 0 });
  return answer.map((category) => ({
    ...counted(category),
    counts: items(category.count_types).map((type) => {
      const sources = items(members(type).sources).map(counted);
      return { ...counted(type), ...(sources.length ? { sources } : {}) };
    }),
  }));
}
