import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import { identified } from '../wire/identified.ts';
import { hostingEndpoint } from './endpoint.ts';
import { type HostingPermission, toPermission } from './to-permission.ts';

export interface HostingOptions extends Omit<AskOptions, 'insttoken'> {
  /** The form of the answer; default XML. */
  readonly wire?: 'xml' | 'json';
}

/** What a repository may host of an article, as of a day. */
export interface DatedPermission extends HostingPermission {
  /** ISO 8601. */
  readonly retrievedAt: string;
}

/**
 * Which version of an article a repository may show to whom, and from when.
 *
 * @param id a PII, DOI or EID of ScienceDirect.
 * @returns with `found: false` for an article that Elsevier does not know.
 * @throws ElsevierError `not-entitled` when the key lacks the settings for repositories, which says nothing of the article.
 */
export async function hosting(client: Client, id: string, options: HostingOptions = {}): Promise<DatedPermission> {
  const { wire = 'xml', ...ask } = options;
  const identifier = identified(id);
  if (identifier.kind === 'scopusId' || identifier.kind === 'pmid')
    throw new ElsevierError({
      reason: 'bad-id',
      message: `Hosting permission is asked by PII, DOI or EID, not by ${id}.`,
      next: 'Find its DOI first: scopekit works.',
    });
  try {
    const { body, retrievedAt } = await client.askDated(hostingEndpoint, { id: identifier, wire }, ask);
    return { ...toPermission(body), retrievedAt };
  } catch (error) {
    if (!(error instanceof ElsevierError)) throw error;
    if (error.reason === 'not-found') return { found: false, versions: [], unknown: [], retrievedAt: new Date(client.clock.now()).toISOString() };
    if (error.reason !== 'not-entitled') throw error;
    throw new ElsevierError({
      ...error,
      reason: 'not-entitled',
      message: error.message,
      next: "The key needs the settings of Elsevier's programme for repositories: register it at https://www.elsevier.com/solutions/sciencedirect/forms/institutional-repository-managers. This says nothing about the article.",
      cause: error.cause,
    });
  }
}
