import type { AskOptions, Client } from '@scopekit/elsevier-http';
import type { Identifier, Work } from '@scopekit/record';
import { type AbstractOptions, type AbstractsOptions, abstractRetrieval, type Retrieved } from './abstract/abstract.ts';
import { abstractEndpoint } from './abstract/endpoint.ts';
import { searchEndpoint } from './search/endpoint.ts';
import { type Search, type SearchOptions, search } from './search/search.ts';

/** The endpoints of this package by name: pace, quota, documentation. */
export const scopusApis = { search: searchEndpoint.name, abstract: abstractEndpoint.name } as const;
export type ScopusApi = keyof typeof scopusApis;

export interface ScopusOptions {
  /** `false`: ask nothing that needs a subscription. By default it is found out, once per key. */
  readonly subscriber?: boolean;
}

export interface Scopus {
  search(query: string, options?: SearchOptions): Search;
  abstract(id: string | Identifier, options?: AbstractOptions): Promise<Work>;
  abstracts(ids: Iterable<string> | AsyncIterable<string>, options?: AbstractsOptions): AsyncGenerator<Retrieved>;
  /** What the configured keys, or one of them, may still ask of an API this week, as far as answers have told. */
  remainingQuota(api: ScopusApi, key?: string): Promise<number | undefined>;
  /** When the first of the configured keys, or one of them, has its quota again. */
  resetTime(api: ScopusApi, key?: string): Promise<Date | undefined>;
}

/** Scopus answers as records. */
export function createScopus(client: Client, { subscriber }: ScopusOptions = {}): Scopus {
  const { abstract, abstracts } = abstractRetrieval(client);
  const withSubscriber = <T extends AskOptions & ScopusOptions>(options: T | undefined): T => ({ subscriber, ...options }) as T;
  return {
    search: (query, options) => search(client, query, withSubscriber(options)),
    abstract: (id, options) => abstract(id, withSubscriber(options)),
    abstracts: (ids, options) => abstracts(ids, withSubscriber(options)),
    async remainingQuota(api, key) {
      const known = (await client.standing([scopusApis[api]], { key })).flatMap(({ remaining }) => remaining ?? []);
      return known.length ? known.reduce((a, b) => a + b) : undefined;
    },
    async resetTime(api, key) {
      const known = (await client.standing([scopusApis[api]], { key })).flatMap(({ resetAt, restsUntil }) => restsUntil ?? resetAt ?? []);
      return known.length ? new Date(Math.min(...known)) : undefined;
    },
  };
}
