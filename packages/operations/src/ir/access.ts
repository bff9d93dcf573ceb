import { ElsevierError } from '@scopekit/elsevier-http';
import { identify } from '@scopekit/record';
import {
  type DatedPermission,
  decideLinks,
  type Entitlement,
  type EntitlementVerdict,
  entitlement,
  hosting,
  hostingState,
  type LinkAction,
  type ManuscriptState,
} from '@scopekit/sciencedirect-ir';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing } from '../listing.ts';
import type { Context } from '../operation.ts';

/** Who may read an article, what the repository may show, and which links follow. */
export interface AccessRow {
  readonly id: string;
  readonly pii?: string;
  readonly doi?: string;
  readonly entitlement: Entitlement;
  /** Whose access was judged: this machine's network, or the institution token's; not a reader's elsewhere. */
  readonly judgedFor: EntitlementVerdict['judgedFor'];
  /** Of the accepted manuscript; absent where hosting was not asked, as the article can be read. */
  readonly manuscript?: ManuscriptState;
  /** The same of the version of record; where Elsevier tells nothing of it, absent. */
  readonly versionOfRecord?: ManuscriptState;
  /** First day on which the public may see the manuscript, `YYYY-MM-DD`. */
  readonly publicFrom?: string;
  readonly licence?: string;
  readonly actions: readonly LinkAction[];
  /** Why something is not known. */
  readonly problem?: string;
}
export type AccessResult = Listing<AccessRow>;

/** Whether articles can be read from here, from when their manuscripts may be public, and which links to show. */
export const access = listing({
  name: 'access',
  source: 'Article Entitlement and Article Hosting Permission APIs of Elsevier',
  description: 'Tell whether articles of ScienceDirect can be read from here, from when accepted manuscripts may be public, and which links to show.',
  input: {
    ids: z.array(z.string()).min(1, 'must name at least one').describe('PIIs, DOIs, EIDs, Scopus ids or PMIDs'),
    audience: z.enum(['public', 'internal']).default('public').describe('Who looks: anybody, or a member of the institution'),
    hosting: z.enum(['needed', 'all']).default('needed').describe('all: tell hosting also of articles that can be read, as before a deposit; 1 request each'),
    manuscript: z.url().optional().describe('Address of the accepted manuscript that the repository hosts'),
    onError: z.enum(['conservative', 'table3']).default('conservative').describe('What a failure shows: conservative keeps a closed manuscript back'),
  },
  title: ({ ids: [first, ...others] }) => `${first}${others.length ? ` and ${others.length} more` : ''}`,
  columns: [
    { name: 'Id', value: ({ id }: AccessRow) => id },
    { name: 'PII', value: ({ pii }) => pii },
    { name: 'DOI', value: ({ doi }) => doi },
    { name: 'Entitlement', value: (row) => row.entitlement },
    { name: 'Judged For', value: ({ judgedFor }) => judgedFor },
    { name: 'Manuscript', value: ({ manuscript }) => manuscript },
    { name: 'Version of Record', value: ({ versionOfRecord }) => versionOfRecord },
    { name: 'Public From', value: ({ publicFrom }) => publicFrom },
    { name: 'Licence', value: ({ licence }) => licence },
    { name: 'Actions', value: ({ actions }) => actions.map((each) => ('url' in each ? `${each.action}: ${each.url}` : each.action)).join('; ') },
    { name: 'Problem', value: ({ problem }) => problem },
  ],
  find: async function* (
    { ids, audience, hosting: asked, manuscript, onError },
    { client, clock }: Context,
    ask: ListingAsk,
  ): AsyncGenerator<Found<AccessRow>> {
    /** What is refused to the key is refused for every article. */
    let refused: string | undefined;
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    for (const verdict of await entitlement(client, ids, ask)) {
      const { id, pii, judgedFor } = verdict;
      const given = identify(id);
      const doi = verdict.doi ?? (given.kind === 'doi' ? given.value : undefined);
      const open = verdict.entitlement === 'yes' || verdict.entitlement === 'open_access';
      const permission = given.kind === 'unknown' || (open && asked === 'needed') ? {} : await permissionOf(pii ?? doi ?? id);
      const { actions, publicFrom, ...decided } = decideLinks({
        entitlement: verdict.entitlement,
        hosting: permission.found,
        audience,
        manuscript,
        today,
        pii,
        doi,
        onError,
      });
      const record = hostingState('VoR', { hosting: permission.found, audience, today }).state;
      const problem = [verdict.problem && `${verdict.problem.message} ${verdict.problem.next}`, permission.problem].filter(Boolean).join(' ');
      const licence = permission.found?.versions.find(({ version }) => version === 'AM')?.licence;
      yield {
        row: {
          id,
          ...(pii ? { pii } : {}),
          ...(doi ? { doi } : {}),
          entitlement: verdict.entitlement,
          judgedFor,
          ...(permission.found ? { manuscript: decided.manuscript } : {}),
          ...(record === 'unknown' ? {} : { versionOfRecord: record }),
          ...(publicFrom ? { publicFrom } : {}),
          ...(licence ? { licence } : {}),
          actions,
          ...(problem ? { problem } : {}),
        },
      };
    }

    /** What is refused or fails for one article is told in its row. */
    async function permissionOf(id: string): Promise<{ readonly found?: DatedPermission; readonly problem?: string }> {
      if (refused) return { problem: refused };
      try {
        const found = await hosting(client, id, ask);
        return found.found ? { found } : {};
      } catch (error) {
        if (!(error instanceof ElsevierError) || error.reason === 'cancelled' || error.reason === 'quota-exceeded' || error.reason === 'bad-id') {
          if (error instanceof ElsevierError && error.reason === 'bad-id') return { problem: error.message };
          throw error;
        }
        if (error.reason === 'not-entitled' || error.reason === 'unauthorized') refused = 'Hosting was not asked again: it was refused to the key.';
        return { problem: `${error.message} ${error.next}` };
      }
    }
  },
});
