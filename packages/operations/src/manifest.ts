import { version } from '@scopekit/elsevier-http';
import { beside, type Files } from './files.ts';

export interface WrittenFile<Kind extends string = string> {
  readonly kind: Kind;
  readonly path: string;
  readonly bytes: number;
  /** The place that did not take it. */
  readonly insteadOf?: string;
}

/** What a result was asked from, and what it came to. Times are ISO 8601. */
type Facts = { readonly searchedAt: string } & Readonly<Record<string, unknown>>;

/**
 * Writes `name.manifest.json` beside the first file of a result.
 *
 * @param facts of the result, secrets excluded.
 */
export async function writeManifest(files: Files, written: readonly WrittenFile[], facts: Facts): Promise<WrittenFile<'manifest'>[]> {
  const [main] = written;
  if (!main || main.path.startsWith('/dev/')) return [];
  return [{ kind: 'manifest', ...(await files.write(beside(main.path, '.manifest.json'), [manifestText(written, facts)])) }];
}

/**
 * Query, limits, dates, counts and requests, as PRISMA-S asks a search report to tell.
 *
 * @see https://doi.org/10.1186/s13643-020-01542-z
 */
export function manifestText(files: readonly WrittenFile[], facts: Facts): string {
  const manifest = {
    source: 'Scopus',
    interface: 'Scopus Search API and Abstract Retrieval API of Elsevier',
    ...facts,
    files,
    tool: `scopekit ${version}`,
    standard: 'PRISMA-S, https://doi.org/10.1186/s13643-020-01542-z',
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
