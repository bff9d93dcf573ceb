import { doiPath } from '@scopekit/record';
import type { Entitlement } from '../entitlement/to-verdicts.ts';
import type { ArticleVersion, HostingGrant, HostingPermission } from '../hosting/to-permission.ts';
import { type Cell, errorRow, type ManuscriptState, table1, table2, table3 } from './tables.ts';

/** What is to be shown, best first. */
export type PlainAction =
  | { readonly action: 'publisher-link'; readonly url: string }
  | { readonly action: 'embedded-pdf'; readonly url: string }
  | { readonly action: 'hosted-manuscript'; readonly url: string; readonly licence?: string }
  | { readonly action: 'doi-link'; readonly url: string }
  | { readonly action: 'metadata-only'; readonly availableFrom?: string };

/** A decision, and the cell of the tables that it follows. */
export interface PlainDecision {
  readonly actions: readonly PlainAction[];
  readonly cell: { [T in keyof Tables]: readonly [T, keyof Tables[T]] }[keyof Tables];
  /** Of the accepted manuscript, for this audience, on this day. */
  readonly manuscript: ManuscriptState;
  /** From when the public may see the manuscript, where that is known: `YYYY-MM-DD`. */
  readonly publicFrom?: string;
}

export const tables = { table1, table2, table3, errorRow } as const;
type Tables = typeof tables;

export interface DecisionInput {
  readonly entitlement: Entitlement;
  /** Of the article; absent when it was not asked or not answered. */
  readonly hosting?: Pick<HostingPermission, 'versions'>;
  /** Who looks: a member of the institution, or anybody. */
  readonly audience: 'internal' | 'public';
  /** Address of the accepted manuscript that the repository hosts, if it has one. */
  readonly manuscript?: string;
  /** Calendar day in UTC, `YYYY-MM-DD`: on the day a grant begins it holds. */
  readonly today: string;
  readonly pii?: string;
  readonly doi?: string;
  /** Scopus ids of the institution: an internal grant that names others is none for its members. */
  readonly affiliationIds?: readonly string[];
  /**
   * What a failure or an unknown article shows: `conservative`, the default, keeps a manuscript back whose known day lies
   * ahead; `table3` follows the last row of Elsevier's Table 3 to the letter and shows it.
   */
  readonly onError?: 'conservative' | 'table3';
}

/** As `decideLinks`, without the reasons in words: what the page element needs. */
export function decide(input: DecisionInput): PlainDecision {
  const { entitlement, audience, onError } = input;
  const granted = hostingState('AM', input);
  const { state, publicFrom } = granted;
  const cell: PlainDecision['cell'] =
    entitlement === 'yes' || entitlement === 'open_access'
      ? ['table3', entitlement]
      : entitlement === 'no'
        ? [audience === 'internal' ? 'table1' : 'table2', state]
        : ['errorRow', audience === 'public' && onError !== 'table3' && keptBack.has(state) ? 'conservative' : 'table3'];
  const actions = actionsOf((tables[cell[0]] as Record<string, Cell>)[cell[1]] as Cell, input, granted);
  return { actions, cell, manuscript: state, ...(publicFrom ? { publicFrom } : {}) };
}

/** What is known of hosting one version of an article. */
export interface Granted {
  readonly state: ManuscriptState;
  readonly publicFrom?: string;
  readonly licence?: string;
}

/** What is known of one version of an article, for this audience, on this day. A grant for any other version opens nothing here. */
export function hostingState(
  wanted: ArticleVersion,
  { hosting, audience, today, affiliationIds = [] }: Pick<DecisionInput, 'hosting' | 'audience' | 'today' | 'affiliationIds'>,
): Granted {
  const permissions = hosting?.versions.filter(({ version }) => version.toUpperCase() === wanted.toUpperCase()) ?? [];
  const grants = permissions.flatMap((version) => version.grants);
  const is = (status: string) => permissions.some((version) => version.status === status);
  /** Without a day a grant holds at once. */
  const days = grants.filter((grant) => grant.audience === 'public').map(({ from = '' }) => from);
  const publicFrom = days.sort()[0];
  const toMembers = audience === 'internal' && grants.some((grant) => isFor(grant, affiliationIds) && (grant.from ?? '') <= today);
  const licence = permissions.find((version) => version.licence)?.licence;
  const state =
    toMembers || (publicFrom !== undefined && publicFrom <= today)
      ? 'allowed-now'
      : publicFrom
        ? 'allowed-later'
        : is('forthcoming')
          ? 'forthcoming'
          : is('not-allowed')
            ? 'not-allowed'
            : 'unknown';
  return { state, ...(publicFrom ? { publicFrom } : {}), ...(licence ? { licence } : {}) };
}

function isFor({ audience, affiliations }: HostingGrant, mine: readonly string[]): boolean {
  if (audience !== 'internal') return false;
  return !affiliations.length || !mine.length || affiliations.some(({ affiliationId }) => affiliationId !== undefined && mine.includes(affiliationId));
}

/** What is known to be closed to the public does not open because something failed. */
const keptBack = new Set<ManuscriptState>(['allowed-later', 'not-allowed', 'forthcoming']);

function actionsOf(cell: Cell, { manuscript, pii, doi, today }: DecisionInput, { publicFrom, licence }: Granted): PlainAction[] {
  const article = pii && `https://www.sciencedirect.com/science/article/pii/${pii}`;
  const doiLink = doi && `https://doi.org/${doiPath(doi)}`;
  const show = manuscript ? cell.show : (cell.without ?? cell.show);
  const toArticle = article ? [{ action: 'publisher-link', url: article } as const] : [];
  const toDoi = doiLink ? [{ action: 'doi-link', url: doiLink } as const] : [];
  const ways: Readonly<Record<Cell['show'][number], readonly PlainAction[]>> = {
    manuscript: manuscript ? [{ action: 'hosted-manuscript', url: manuscript, ...(licence ? { licence } : {}) }] : [],
    publisher: article ? toArticle : toDoi,
    pdf: pii ? [{ action: 'embedded-pdf', url: `https://api.elsevier.com/content/article/pii/${pii}?httpAccept=application%2Fpdf&cdnRedirect=true` }] : [],
    doi: doiLink ? toDoi : toArticle,
    metadata: [{ action: 'metadata-only', ...(manuscript && publicFrom && publicFrom > today ? { availableFrom: publicFrom } : {}) }],
  };
  const actions = show.flatMap((what) => ways[what]);
  const shown = actions.filter(({ action }, i) => actions.findIndex((other) => other.action === action) === i);
  return shown.length ? shown : [{ action: 'metadata-only' }];
}
