import type { AskOptions, Client } from '@scopekit/elsevier-http';
import { parseDoi, withoutEmpty } from '@scopekit/record';
import { identifierOf } from '../abstract/abstract.ts';
import { idIn, linksBy, text, whole } from '../wire/values.ts';
import { type CitationCountAnswer, citationCountEndpoint } from './endpoint.ts';

/** How often a work is cited. */
export interface CitationCount {
  eid?: string;
  scopusId?: string;
  doi?: string;
  pii?: string;
  pmid?: string;
  citedBy?: number;
  found: boolean;
  links?: { scopus?: string; citedBy?: string };
}

const batchSize = 25;
const kinds = { eid: 'eid', scopusId: 'scopus_id', doi: 'doi', pii: 'pii', pmid: 'pubmed_id' } as const;

/** How often works are cited, 25 a request: the cheapest way to keep counts current. Ids of different kinds are asked apart. */
export async function citationCounts(client: Client, ids: readonly string[], ask: AskOptions = {}): Promise<CitationCount[]> {
  const counts: CitationCount[] = [];
  const named = ids.map(identifierOf);
  for (const [kind, same] of Map.groupBy(named, (one) => one.kind))
    for (let from = 0; from < same.length; from += batchSize) {
      const batch = same.slice(from, from + batchSize).map(({ value }) => value);
      counts.push(...(await client.ask(citationCountEndpoint, { kind: kinds[kind], ids: batch }, ask)).map(toCount));
    }
  return counts;
}

export function toCount(wire: CitationCountAnswer[number]): CitationCount {
  const links = linksBy(wire.link);
  return withoutEmpty<CitationCount>({
    eid: text(wire.eid),
    scopusId: idIn(wire['dc:identifier']),
    doi: parseDoi(text(wire['prism:doi']) ?? ''),
    pii: text(wire.pii),
    pmid: text(wire.pubmed_id ?? wire['pubmed-id']),
    citedBy: whole(wire['citation-count']),
    found: (text(wire['@status']) ?? 'found') === 'found',
    links: withoutEmpty({ scopus: links.scopus, citedBy: links['scopus-citedby'] }),
  });
}
