import type { Entitlement } from '../entitlement/to-verdicts.ts';
import type { HostingGrant, HostingPermission } from '../hosting/to-permission.ts';
import { type Cell, errorRow, type ManuscriptState, table1, table2, table3 } from './tables.ts';

/** What is to be shown, best first. */
export type LinkAction =
  | { readonly action: 'publisher-link'; readonly url: string; readonly why: string }
  | { readonly action: 'embedded-pdf'; readonly url: string; readonly why: string }
  | { readonly action: 'hosted-manuscript'; readonly url: string; readonly licence?: string; readonly why: string }
  | { readonly action: 'doi-link'; readonly url: string; readonly why: string }
  | { readonly action: 'metadata-only'; readonly availableFrom?: string; readonly why: string };

export interface Decision {
  readonly actions: readonly LinkAction[];
  /** Of the accepted manuscript, for this audience, on this day. */
  readonly manuscript: ManuscriptState;
  /** From when the public may see the manuscript, where that is known: `YYYY-MM-DD`. */
  readonly publicFrom?: string;
}

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

/**
 * Which links to show to whom looks: Tables 1, 2 and 3 of Elsevier's guide for repositories. Pure.
 *
 * The repository's own control of the file is its guard; this chooses links only.
 *
 * @see https://dev.elsevier.com/tecdoc_ir_cris_vivo.html
 */
export function decideLinks(input: DecisionInput): Decision {
  const { entitlement, audience, today, onError = 'conservative', affiliationIds = [] } = input;
  const granted = manuscriptState(input.hosting, audience, today, affiliationIds);
  const publicFrom = granted.publicFrom === undefined ? {} : { publicFrom: granted.publicFrom };
  const failed = entitlement === 'unknown' || entitlement === 'not_found';
  const cell = failed
    ? errorCell(granted.state, onError, audience)
    : entitlement === 'no'
      ? (audience === 'internal' ? table1 : table2)[granted.state]
      : table3[entitlement];
  const actions = actionsOf(cell, input, granted);
  return { actions, manuscript: granted.state, ...publicFrom };
}

interface Granted {
  readonly state: ManuscriptState;
  readonly publicFrom?: string;
  readonly licence?: string;
}

/** What is known of the accepted manuscript. A grant for any other version opens nothing here. */
function manuscriptState(hosting: DecisionInput['hosting'], audience: DecisionInput['audience'], today: string, affiliationIds: readonly string[]): Granted {
  const manuscripts = hosting?.versions.filter(({ version }) => version.toUpperCase() === 'AM') ?? [];
  if (!manuscripts.length) return { state: 'unknown' };
  const grants = manuscripts.flatMap((version) => version.grants);
  const licence = manuscripts.find((version) => version.licence)?.licence;
  const common = licence === undefined ? {} : { licence };
  const days = grants.filter((grant) => grant.audience === 'public').map(({ from }) => from ?? '0000-00-00');
  const earliest = days.sort()[0];
  const told = earliest !== undefined && earliest !== '0000-00-00' ? { ...common, publicFrom: earliest } : common;
  if (earliest !== undefined && earliest <= today) return { state: 'allowed-now', ...told };
  if (audience === 'internal' && grants.some((grant) => isFor(grant, affiliationIds) && (grant.from ?? '') <= today)) return { state: 'allowed-now', ...told };
  if (earliest !== undefined) return { state: 'allowed-later', ...told };
  if (manuscripts.some(({ status }) => status === 'forthcoming')) return { state: 'forthcoming', ...told };
  return { state: manuscripts.some(({ status }) => status === 'not-allowed') ? 'not-allowed' : 'unknown', ...told };
}

function isFor({ audience, affiliations }: HostingGrant, mine: readonly string[]): boolean {
  if (audience !== 'internal') return false;
  return !affiliations.length || !mine.length || affiliations.some(({ affiliationId }) => affiliationId !== undefined && mine.includes(affiliationId));
}

/** What is known to be closed to the public does not open because something failed. */
const keptBack = new Set<ManuscriptState>(['allowed-later', 'not-allowed', 'forthcoming']);

function errorCell(state: ManuscriptState, onError: 'conservative' | 'table3', audience: DecisionInput['audience']): Cell {
  const heldBack = audience === 'public' && onError === 'conservative' && keptBack.has(state);
  return heldBack ? errorRow.conservative : errorRow.table3;
}

function actionsOf(cell: Cell, { manuscript, pii, doi }: DecisionInput, { publicFrom, licence }: Granted): LinkAction[] {
  const article = pii === undefined ? undefined : `https://www.sciencedirect.com/science/article/pii/${pii}`;
  const doiLink = doi === undefined ? undefined : `https://doi.org/${encodeURI(doi)}`;
  const show = manuscript === undefined ? (cell.without ?? cell.show) : cell.show;
  const actions = show.flatMap((what): LinkAction[] => {
    const { why } = cell;
    switch (what) {
      case 'manuscript':
        return manuscript === undefined ? [] : [{ action: 'hosted-manuscript', url: manuscript, ...(licence === undefined ? {} : { licence }), why }];
      case 'publisher':
        if (article) return [{ action: 'publisher-link', url: article, why }];
        return doiLink ? [{ action: 'doi-link', url: doiLink, why: `${why} Without a PII the DOI leads there.` }] : [];
      case 'pdf':
        return pii === undefined
          ? []
          : [{ action: 'embedded-pdf', url: `https://api.elsevier.com/content/article/pii/${pii}?httpAccept=application%2Fpdf&cdnRedirect=true`, why }];
      case 'doi':
        if (doiLink) return [{ action: 'doi-link', url: doiLink, why }];
        return article ? [{ action: 'publisher-link', url: article, why: `${why} Without a DOI the PII leads there.` }] : [];
      default:
        return [{ action: 'metadata-only', ...(publicFrom === undefined ? {} : { availableFrom: publicFrom }), why }];
    }
  });
  const linked = actions.filter(
    (each, i) => each.action === 'metadata-only' || actions.findIndex((other) => 'url' in other && 'url' in each && other.url === each.url) === i,
  );
  return linked.length ? linked : [{ action: 'metadata-only', why: `${cell.why} There is nothing to link to.` }];
}
