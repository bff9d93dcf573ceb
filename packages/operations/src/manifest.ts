import { version } from '@scopekit/elsevier-http';
import { beside, type Files } from './files.ts';

export interface WrittenFile<Kind extends string = string> {
  readonly kind: Kind;
  readonly path: string;
  readonly bytes: number;
  /** The place that did not take it. */
  readonly insteadOf?: string;
}

/**
 * Writes `name.manifest.json` beside the first file of a result: query, limits, dates, counts and requests, as PRISMA-S
 * asks a search report to tell.
 *
 * @param facts of the result, secrets excluded.
 * @see https://doi.org/10.1186/s13643-020-01542-z
 */
export async function writeManifest(
  files: Files,
  written: readonly WrittenFile[],
  { searchedAt, ...facts }: { readonly searchedAt: number } & Record<string, unknown>,
): Promise<WrittenFile<'manifest'>[]> {
  const [main] = written;
  if (!main || main.path.startsWith('/dev/')) return [];
  const manifest = {
    source: 'Scopus',
    interface: 'Scopus Search API and Abstract Retrieval API of Elsevier',
    searchedAt: new Date(searchedAt).toISOString(),
    ...facts,
    files: written,
    tool: `scopekit ${version}`,
    standard: 'PRISMA-S, https://doi.org/10.1186/s13643-020-01542-z',
  };
  return [{ kind: 'manifest', ...(await files.write(beside(main.path, '.manifest.json'), [`${JSON.stringify(manifest, null, 2)}\n`])) }];
}
