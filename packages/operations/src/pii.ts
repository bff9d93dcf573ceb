import { identify, type Pii, piiOfDoi, piiOfEid, readPii } from '@scopekit/record';
import { z } from 'zod';
import type { Operation } from './operation.ts';
import type { Missing } from './survey/output.ts';

const PiiInput = z.object({
  ids: z.array(z.string()).min(1, 'must name at least one').describe('PIIs, DOIs or EIDs that spell one, or addresses of ScienceDirect'),
});

export interface PiiRow extends Pii {
  /** As it was given. */
  readonly id: string;
  /** What its check character says, in a sentence. */
  readonly verdict: string;
  /** The article at ScienceDirect. */
  readonly link: string;
}

export interface PiiResult {
  readonly rows: readonly PiiRow[];
  /** What is no PII and spells none. */
  readonly missing: readonly Missing[];
}

const schemes = {
  pii: 'by the rule of the PII',
  ssdi: 'by the rule of the SSDI, as of 1994–95',
  adonis: 'by the rule of the ADONIS number, as of 1990–95',
} as const;

/** What a PII says. Asks nothing. */
export const pii: Operation<typeof PiiInput, PiiResult> = {
  name: 'pii',
  description: 'Take PIIs apart, check them, and find them in DOIs, EIDs and addresses. Asks nothing.',
  input: PiiInput,
  async run({ ids }) {
    const rows: PiiRow[] = [];
    const missing: Missing[] = [];
    for (const id of ids) {
      const read = piiIn(id);
      if (read) rows.push({ id, ...read, verdict: verdictOf(read), link: `https://www.sciencedirect.com/science/article/pii/${read.pii}` });
      else missing.push({ id, reason: 'bad-id', message: 'This is no PII, and no DOI or EID that spells one; the DOI of most articles since 2001 does not.' });
    }
    return { rows, missing };
  },
};

function piiIn(text: string): Pii | undefined {
  const found = identify(text);
  if (found.kind === 'unknown' || found.kind === 'ambiguous') return readPii(text);
  const compact = { pii: (value: string) => value, doi: piiOfDoi, eid: piiOfEid, scopusId: () => undefined, pmid: () => undefined }[found.kind](found.value);
  return compact === undefined ? undefined : readPii(compact);
}

const verdictOf = ({ scheme, year }: Pii): string =>
  scheme ? `right, ${schemes[scheme]}` : `wrong${year === undefined ? '' : ` for ${year}`}: mistyped, or of a publisher with rules of its own`;
