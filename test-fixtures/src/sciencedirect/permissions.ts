import type { InventedWork } from '../corpus/work.ts';
import { el, type Tree } from './tree.ts';

/** The kinds of permission that Elsevier's guide tells, and who is granted what; by the number of a work. */
const permissionKinds = ['not-allowed', 'forthcoming', 'public-past', 'public-future', 'internal-and-public', 'open-access'] as const;
type PermissionKind = (typeof permissionKinds)[number];

const permissionOf = (work: InventedWork): PermissionKind => (work.freeToRead.length ? 'open-access' : (permissionKinds[work.index % 5] as PermissionKind));

/** First day for the public: two years after the cover date, or three days that are long over or far ahead. */
export function publicFrom(work: InventedWork): string | undefined {
  const kind = permissionOf(work);
  const month = String(work.month).padStart(2, '0');
  if (kind === 'public-past') return `${Math.min(work.year + 1, 2020)}-${month}-10`;
  if (kind === 'public-future') return `${work.year + 40}-${month}-10`;
  return kind === 'internal-and-public' ? `${work.year + 2}-${month}-10` : undefined;
}

const licence = 'http://creativecommons.org/licenses/by-nc-nd/4.0/';

function versionsOf(work: InventedWork): Tree[] {
  const kind = permissionOf(work);
  const version = (name: string, ...content: readonly (Tree | undefined)[]) => el('document-version', [el('jav:journal_article_version', name), ...content]);
  const forPublic = el('hosting-allowed', undefined, { audience: 'Public', ...(publicFrom(work) ? { start_date: publicFrom(work) as string } : {}) });
  const homes = work.authors.flatMap(({ affiliations }) => affiliations).slice(0, 3);
  const internal = el(
    'hosting-allowed',
    homes.map(({ afid, name }) =>
      el('allowed-audience', [
        el('prism:url', `http://api.elsevier.com/affiliation/affiliation_id/${afid}`),
        el('dc:identifier', `AFFILIATION_ID:${afid}`),
        el('affiliation-name', name),
      ]),
    ),
    { audience: 'Internal' },
  );
  const required = el('required-license', licence);
  switch (kind) {
    case 'not-allowed':
      return [version('AM', el('hosting-not-allowed')), version('VoR', el('hosting-not-allowed'))];
    case 'forthcoming':
      return [version('AM', el('hosting-permissions-forthcoming')), version('VoR', el('hosting-not-allowed'))];
    case 'open-access':
      return [version('VoR', forPublic, required)];
    case 'internal-and-public':
      return [version('AM', internal, forPublic, required), version('VoR', el('hosting-not-allowed'))];
    default:
      return [version('AM', forPublic, required), version('VoR', el('hosting-not-allowed'))];
  }
}

const spaces = {
  xmlns: 'http://www.elsevier.com/xml/svapi/hostingpermissions/dtd',
  'xmlns:prism': 'http://prismstandard.org/namespaces/basic/2.0/',
  'xmlns:jav': 'http://www.niso.org/schemas/jav/1.0/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
};

/** A permission as the guide shows it. Its JSON is constructed: two programs tell parts of it. */
export const permissionTree = (work: InventedWork, formatted: string): Tree =>
  el(
    'hosting-permission-response',
    [
      el(
        'document-hosting-permission',
        [
          work.doi ? el('dc:identifier', `http://dx.doi.org/${work.doi}`) : undefined,
          el('prism:url', `http://api.elsevier.com/content/article/pii/${work.pii}`),
          work.doi ? el('prism:doi', work.doi) : undefined,
          el('pii', formatted),
          el('pii-norm', work.pii),
          el('link', undefined, { rel: 'scidir', href: `http://www.sciencedirect.com/science/article/pii/${work.pii}` }),
          el('timestamp', '2026-01-05T13:43:14.623752-04:00'),
          el('hosting-platform', versionsOf(work), { type: 'institutional_repository' }),
        ],
        { status: 'found' },
      ),
    ],
    spaces,
  );
