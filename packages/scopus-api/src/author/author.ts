import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import type { AuthorProfile } from '@scopekit/record';
import { inBatches } from '../wire/batches.ts';
import { authorName } from '../wire/entity-id.ts';
import { text } from '../wire/values.ts';
import { type AuthorView, authorEndpoint } from './endpoint.ts';
import { toProfile } from './to-profile.ts';

export interface AuthorOptions extends AskOptions {
  /** ENHANCED, the default, has everything. */
  readonly view?: AuthorView;
}

/** What became of one author id of many. */
export type RetrievedAuthor =
  | { readonly index: number; readonly id: string; readonly author: AuthorProfile }
  | { readonly index: number; readonly id: string; readonly error: ElsevierError };

/** So many ids go into one request. */
const batchSize = 25;

export function authorRetrieval(client: Client) {
  /**
   * The profile of one person. One that was merged into others says into which, in `supersededBy`.
   *
   * @param id an author id, its EID, or an ORCID.
   * @throws ElsevierError `bad-id` before anything is asked, `not-found`, `not-entitled`, …
   */
  async function author(id: string, { view = 'ENHANCED', ...ask }: AuthorOptions = {}): Promise<AuthorProfile> {
    const named = authorName(id);
    const { body, retrievedAt } = await client.askDated(authorEndpoint, { ...named, view }, ask);
    const [profile] = body.profiles;
    const asked = named.kind === 'author_id' ? named.value : undefined;
    return toProfile(profile ?? {}, asked, { source: authorEndpoint.name, view, retrievedAt });
  }

  /** The profiles of many people, 25 a request; what is not found does not stop the others. ORCIDs are asked one by one. */
  async function* authors(ids: Iterable<string> | AsyncIterable<string>, options: AuthorOptions = {}): AsyncGenerator<RetrievedAuthor> {
    const { view = 'ENHANCED', ...ask } = options;
    for await (const batch of inBatches(ids, batchSize)) {
      const named = batch.map(({ id, index }) => ({ id, index, ...nameOf(id) }));
      const numbered = named.flatMap(({ author_id: value }) => value ?? []);
      const found = numbered.length > 1 ? await several(numbered, view, ask) : new Map<string, AuthorProfile>();
      for (const { id, index, author_id: value, error } of named) {
        const known = value === undefined ? undefined : found.get(value);
        if (known) yield { index, id, author: known };
        else if (error) yield { index, id, error };
        else yield await one(id, index, options);
      }
    }
  }

  async function one(id: string, index: number, options: AuthorOptions): Promise<RetrievedAuthor> {
    try {
      return { index, id, author: await author(id, options) };
    } catch (error) {
      if (error instanceof ElsevierError && ofTheId.has(error.reason)) return { index, id, error };
      throw error;
    }
  }

  /** By the id they were asked with, former ids included. A batch that is refused as a whole is asked one by one. */
  async function several(ids: readonly string[], view: AuthorView, ask: AskOptions): Promise<Map<string, AuthorProfile>> {
    const answered = await client.askDated(authorEndpoint, { kind: 'several', value: ids, view }, ask).catch((error: unknown) => {
      if (error instanceof ElsevierError && ofTheId.has(error.reason)) return undefined;
      throw error;
    });
    const profiles = (answered?.body.profiles ?? [])
      .filter((wire) => text(wire['@status']) !== 'not_found')
      .map((wire) => toProfile(wire, undefined, { source: authorEndpoint.name, view, retrievedAt: answered?.retrievedAt }));
    return new Map(profiles.flatMap((profile) => [profile.authorId, ...(profile.formerIds ?? [])].map((id) => [id, profile] as const)).filter(([id]) => id));
  }

  return { author, authors };
}

/** Failures of one id: the next one may well be found. */
const ofTheId = new Set(['not-found', 'bad-id', 'bad-request', 'redirected']);

function nameOf(id: string): { author_id?: string; error?: ElsevierError } {
  try {
    const { kind, value } = authorName(id);
    return kind === 'author_id' ? { author_id: value } : {};
  } catch (error) {
    if (error instanceof ElsevierError) return { error };
    throw error;
  }
}
