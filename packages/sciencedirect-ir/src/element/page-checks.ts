import { entitlementBatch } from '../entitlement/batch.ts';
import { type Entitlement, entitlementOf, verdictEntries, verdictOf } from '../entitlement/to-verdicts.ts';
import { toVersions, type VersionPermission } from '../hosting/to-permission.ts';
import { articleIdsOf, inPath } from '../wire/ids.ts';
import { jsonNode } from '../wire/json-node.ts';
import type { WireNode } from '../wire/node.ts';

/** Whom to ask, with what. */
export interface Asker {
  /** Public in the page: a key of its own, with the repository's origin among its CORS domains. */
  readonly apiKey: string;
  /** Default `https://api.elsevier.com`. */
  readonly baseUrl: string;
}

/** What names an article of ScienceDirect in a page. */
export interface ArticleId {
  readonly kind: 'pii' | 'doi';
  readonly value: string;
}

/** What was answered of an article. */
interface PageVerdict {
  readonly entitlement: Entitlement;
  readonly pii?: string;
}

/** How long elements of a page that come up together are gathered, in milliseconds. */
const gatheredFor = 20;
/** Milliseconds after which an answer is waited for no longer. */
const patience = 8_000;
/** Hosting permission is asked one by one. */
const hostingAtOnce = 3;

interface Wanted {
  readonly id: ArticleId;
  readonly resolve: (verdict: PageVerdict) => void;
}

const askers = new Map<string, ReturnType<typeof pageChecks>>();

/** The checks of this page with one key: what two elements ask is asked once. */
export const checksOf = (asker: Asker): ReturnType<typeof pageChecks> => once(askers, asker.apiKey + asker.baseUrl, () => pageChecks(asker));

function pageChecks(asker: Asker) {
  const verdicts = new Map<string, Promise<PageVerdict>>();
  const permissions = new Map<string, Promise<readonly VersionPermission[] | undefined>>();
  let gathered: Wanted[] = [];
  const waiting: (() => void)[] = [];
  let asking = 0;

  function flush(): void {
    for (const kind of ['pii', 'doi']) {
      const ofKind = gathered.filter(({ id }) => id.kind === kind);
      for (let start = 0; start < ofKind.length; start += entitlementBatch) void askBatch(kind, ofKind.slice(start, start + entitlementBatch));
    }
    gathered = [];
  }

  /** An id that Elsevier cannot read spoils its list: the halves are asked again. */
  async function askBatch(kind: string, batch: readonly Wanted[]): Promise<void> {
    const { status, root } = await ask(asker, `entitlement/${kind}/${batch.map(({ id }) => inPath(id))}`, 'entitlement-response');
    const asked = batch.length;
    if (asked > 1 && [400, 404, 414].includes(status)) {
      void askBatch(kind, batch.slice(0, asked >> 1));
      void askBatch(kind, batch.slice(asked >> 1));
      return;
    }
    const answered = root && verdictEntries(root).map((entry) => ({ ...articleIdsOf(entry), entitlement: entitlementOf(entry) }));
    for (const { id, resolve } of batch) {
      // what could not be found out may be asked again
      if (!answered) verdicts.delete(id.kind + id.value);
      resolve(answered ? verdictOf(answered, asked, (verdict) => verdict[id.kind] === id.value) : { entitlement: status === 404 ? 'not_found' : 'unknown' });
    }
  }

  return {
    /** Whether the reader of this page may read an article. Never fails: what went wrong is `unknown`. */
    entitlement: (id: ArticleId): Promise<PageVerdict> =>
      once(
        verdicts,
        id.kind + id.value,
        () =>
          new Promise((resolve) => {
            if (!gathered.length) setTimeout(flush, gatheredFor);
            gathered.push({ id, resolve });
          }),
      ),
    /** What may be hosted of an article; nothing when that cannot be found out. */
    hosting: (id: ArticleId): Promise<readonly VersionPermission[] | undefined> =>
      once(permissions, id.kind + id.value, async () => {
        if (asking < hostingAtOnce) asking++;
        else await new Promise<void>((go) => waiting.push(go));
        const { root } = await ask(asker, `hostingpermission/${id.kind}/${inPath(id)}`, 'hosting-permission-response');
        const next = waiting.shift();
        if (next) next();
        else asking--;
        return root && toVersions(root);
      }),
  };
}

function once<T>(known: Map<string, T>, name: string, find: () => T): T {
  const found = known.get(name) ?? find();
  known.set(name, found);
  return found;
}

/** A request that browsers send at once: everything is in the address, nothing in headers, so there is no preflight. */
async function ask({ apiKey, baseUrl }: Asker, path: string, name: string): Promise<{ readonly status: number; readonly root?: WireNode }> {
  try {
    const answer = await fetch(`${baseUrl}/content/article/${path}?${new URLSearchParams({ httpAccept: 'application/json', apiKey })}`, {
      credentials: 'omit',
      signal: AbortSignal.timeout(patience),
    });
    const { status } = answer;
    const root = answer.ok && (await answer.json())?.[name];
    return root ? { status, root: jsonNode(root) } : { status };
  } catch {
    return { status: 0 };
  }
}
