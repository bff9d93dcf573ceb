import { type EntryIds, idsOf, linkOf } from '../wire/ids.ts';
import { dayOf, textOf, type WireNode } from '../wire/node.ts';

/** NISO's words for versions of an article. Source: https://www.niso.org/publications/niso-rp-8-2008-jav */
export const articleVersions = ['AO', 'SMUR', 'AM', 'P', 'VoR', 'CVoR', 'EVoR'] as const;
export type ArticleVersion = (typeof articleVersions)[number];

/** What a repository may do with one version of an article. */
export interface VersionPermission {
  /** As it was written where it is none of NISO's. */
  readonly version: ArticleVersion | (string & {});
  readonly status: 'not-allowed' | 'forthcoming' | 'allowed' | 'unknown';
  readonly grants: readonly HostingGrant[];
  /** Address of the licence that the copy must carry. */
  readonly licence?: string;
}

/** To whom a version may be shown, and from which day on. */
export interface HostingGrant {
  readonly audience: 'public' | 'internal' | 'unknown';
  /** `YYYY-MM-DD`; absent: at once. */
  readonly from?: string;
  /** Of an internal audience: whose members it is; empty: of the institution that asks. */
  readonly affiliations: readonly { readonly affiliationId?: string; readonly name?: string }[];
}

/** What an answer says of an article. */
export interface HostingPermission extends EntryIds {
  readonly found: boolean;
  readonly versions: readonly VersionPermission[];
  readonly link?: string;
  /** When Elsevier made the answer, ISO 8601. */
  readonly answeredAt?: string;
  /** What of the answer nobody knows: names of elements. */
  readonly unknown: readonly string[];
}

const known = new Set(['journal_article_version', 'hosting-allowed', 'hosting-not-allowed', 'hosting-permissions-forthcoming', 'required-license']);

/** The permissions of an answer, in XML or JSON, with one or many of anything. */
export function toPermission(root: WireNode): HostingPermission {
  const entry = entryOf(root);
  const link = linkOf(entry, 'scidir');
  const answeredAt = textOf(entry, 'timestamp');
  const names = versionNodes(root).flatMap(({ children }) => children.map(({ name }) => name));
  return {
    ...idsOf(entry),
    found: entry.attribute('status') !== 'not_found',
    versions: toVersions(root, affiliationsOf).map((version) => ({ ...version, version: versionOf(version.version) })),
    ...(link ? { link } : {}),
    ...(answeredAt ? { answeredAt } : {}),
    unknown: [...new Set(names.filter((name) => !known.has(name)))],
  };
}

/** The versions alone, their names as they were written; whose members an internal audience is only where that is asked. */
export const toVersions = (root: WireNode, affiliations: (grant: WireNode) => HostingGrant['affiliations'] = () => []): VersionPermission[] =>
  versionNodes(root).map((node) => {
    const grants = node.all('hosting-allowed').map((grant) => ({ ...toGrant(grant), affiliations: affiliations(grant) }));
    return toVersion(node, grants);
  });

const entryOf = (root: WireNode): WireNode => root.one('document-hosting-permission') ?? root.one('entry') ?? root;

const versionNodes = (root: WireNode): WireNode[] =>
  entryOf(root)
    .all('hosting-platform')
    .filter((platform) => (platform.attribute('type') ?? 'institutional_repository') === 'institutional_repository')
    .flatMap((platform) => platform.all('document-version'));

/** An empty element is a word of its own: in JSON it is there as `null` or an empty text. */
function toVersion(node: WireNode, grants: readonly HostingGrant[]): VersionPermission {
  const licence = textOf(node, 'required-license');
  const status = grants.length
    ? 'allowed'
    : node.one('hosting-permissions-forthcoming')
      ? 'forthcoming'
      : node.one('hosting-not-allowed')
        ? 'not-allowed'
        : 'unknown';
  return { version: textOf(node, 'journal_article_version') ?? '', status, grants, ...(licence ? { licence } : {}) };
}

const versionOf = (text: string): string => articleVersions.find((version) => version.toLowerCase() === text.toLowerCase()) ?? text;

function toGrant(node: WireNode): Pick<HostingGrant, 'audience' | 'from'> {
  const written = (node.attribute('start_date') ?? node.attribute('start-date'))?.trim();
  const from = dayOf(written);
  const audience = node.attribute('audience')?.toLowerCase();
  // a date that nobody can read opens nothing
  const known = (audience === 'public' || audience === 'internal') && (from || !written);
  return { audience: known ? audience : 'unknown', ...(from ? { from } : {}) };
}

const affiliationsOf = (grant: WireNode): HostingGrant['affiliations'] =>
  grant.all('allowed-audience').map((each) => {
    const affiliationId = /(?:AFFILIATION_ID:|affiliation_id\/)(\d+)/i.exec(`${textOf(each, 'identifier') ?? ''} ${textOf(each, 'url') ?? ''}`)?.[1];
    const name = textOf(each, 'affiliation-name');
    return { ...(affiliationId ? { affiliationId } : {}), ...(name ? { name } : {}) };
  });
