import { z } from 'zod';
import { cursorAt, positionIn } from '../cursor.ts';
import { fit } from '../fit.ts';
import { Hit, toHit } from '../hit.ts';
import { defineTool, localErrors } from '../tool.ts';

export const readFile = defineTool({
  name: 'read_file',
  title: 'Read a bibliographic file',
  toolset: 'files',
  errors: [...localErrors, 'CURSOR_EXPIRED', 'UPSTREAM_CHANGED'],
  description:
    'Read a Scopus export, RIS, BibTeX, PubMed, EndNote XML, Web of Science, CSV or JSON file of the allowed folder as works, and tell what was mended. Costs no request. Rows are paged.',
  input: z.object({
    path: z.string().min(1).max(500).describe('Name of the file in the allowed folder'),
    limit: z.number().int().min(1).max(50).default(10).describe('Works a page'),
    cursor: z.string().optional().describe('nextCursor of the page before'),
  }),
  output: z.object({
    format: z.string().describe('What the file is, by its content'),
    variant: z.string().optional(),
    encoding: z.string(),
    rows: z.number().describe('Records in the file'),
    read: z.number(),
    repaired: z.number(),
    refused: z.number(),
    repairs: z.array(z.object({ kind: z.string(), what: z.string(), count: z.number() })),
    shown: z.number(),
    works: z.array(Hit),
    nextCursor: z.string().optional(),
    notice: z.string().optional(),
  }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ path, limit, cursor }, { scopekit, maxChars, signal, onProgress, onNotice }) {
    const start = cursor === undefined ? 0 : positionIn(cursor, path);
    const { inputs, works = [], stopped, missing } = await scopekit.convert({ files: [path], start, limit }, { signal, stop: signal, onProgress, onNotice });
    const [file] = inputs;
    const next = (shown: number) => (shown && start + shown < (file?.read ?? 0) ? cursorAt(path, start + shown) : undefined);
    return fit(works, { maxChars, rest: 'nextCursor goes on.' }, (works, truncated) => ({
      format: file?.format ?? '',
      variant: file?.variant,
      encoding: file?.encoding ?? '',
      rows: file?.rows ?? 0,
      read: file?.read ?? 0,
      repaired: file?.repaired ?? 0,
      refused: file?.refused ?? 0,
      repairs: (file?.repairs ?? []).map(({ kind, what, count }) => ({ kind, what, count })),
      shown: works.length,
      works: works.map(toHit),
      nextCursor: next(works.length),
      notice: stopped?.message ?? (missing[0] ? `${missing[0].id}: ${missing[0].message}` : undefined),
      ...(truncated ? { truncated } : {}),
    }));
  },
});
