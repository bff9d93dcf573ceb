import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { at, text } from '../wire/values.ts';

export interface EntitledParams {
  /** Path below `/content`, as `abstract/eid/2-s2.0-…`. */
  readonly path: string;
}

/** Comes without the wrapper that other views have. */
const EntitledAnswer = z.looseObject({ 'document-entitlement': z.unknown() }).transform((body) => text(at(body, 'document-entitlement', 'status')));

/** The ENTITLED view of a retrieval API, which shares its pace and quota: always asked anew, as it depends on the network. */
export const entitledEndpoint = (
  api: Pick<Endpoint<never, unknown>, 'name' | 'perSecond' | 'weeklyQuota' | 'source'>,
): Endpoint<EntitledParams, string | undefined> => ({
  name: api.name,
  perSecond: api.perSecond,
  weeklyQuota: api.weeklyQuota,
  source: api.source,
  freshMs: 0,
  request: ({ path }) => ({ path: `/content/${path}`, query: { view: 'ENTITLED' } }),
  body: EntitledAnswer,
});
