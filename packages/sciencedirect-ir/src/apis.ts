import { articleEndpoint } from './article/endpoint.ts';
import { entitlementEndpoint } from './entitlement/endpoint.ts';
import { hostingEndpoint } from './hosting/endpoint.ts';
import { metadataEndpoint } from './metadata/endpoint.ts';
import { objectEndpoint } from './object/endpoint.ts';
import { scidirEndpoint } from './scidir/endpoint.ts';
import { searchEndpoint } from './search/endpoint.ts';

/** Names of the APIs of ScienceDirect, each with a quota of its own. */
export const scienceDirectApis: readonly string[] = [
  searchEndpoint,
  entitlementEndpoint,
  hostingEndpoint,
  metadataEndpoint,
  articleEndpoint,
  objectEndpoint,
  scidirEndpoint,
].map(({ name }) => name);
