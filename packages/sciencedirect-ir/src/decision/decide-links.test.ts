import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entitlement } from '../entitlement/to-verdicts.ts';
import { articleVersions, type HostingGrant, type VersionPermission } from '../hosting/to-permission.ts';
import type { DecisionInput } from './decide.ts';
import { decideLinks } from './decide-links.ts';

const today = '2026-05-10';
const manuscript = 'https://repo.example.edu/am.pdf';
const pii = 'S9900001614002848';
const doi = '10.5555/invented.1';

const version = (status: VersionPermission['status'], grants: readonly HostingGrant[] = [], name = 'AM'): VersionPermission => ({
  version: name,
  status,
  grants,
});
const grant = (audience: HostingGrant['audience'], from?: string, affiliations: HostingGrant['affiliations'] = []): HostingGrant => ({
  audience,
  affiliations,
  ...(from === undefined ? {} : { from }),
});
const permissions = {
  'not-allowed': version('not-allowed'),
  forthcoming: version('forthcoming'),
  'start date is in the past': version('allowed', [grant('public', '2025-06-10')]),
  'start date is in the future': version('allowed', [grant('public', '2027-06-10')]),
} as const;
type Permission = keyof typeof permissions;

const shown = (input: Partial<DecisionInput>) =>
  decideLinks({ entitlement: 'no', audience: 'public', today, pii, doi, manuscript, ...input }).actions.map(({ action }) => action);
const hosting = (permission: VersionPermission) => ({ versions: [permission] });

describe('Table 1, internal user without access', () => {
  for (const permission of Object.keys(permissions) as Permission[]) {
    test(`${permission}: hosted accepted manuscript and a PII link`, () => {
      expect(shown({ audience: 'internal', hosting: hosting(permissions[permission]) })).toEqual(['hosted-manuscript', 'publisher-link']);
    });
    test(`${permission}, no manuscript: metadata and a PII link`, () => {
      expect(shown({ audience: 'internal', hosting: hosting(permissions[permission]), manuscript: undefined })).toEqual(['metadata-only', 'publisher-link']);
    });
  }
});

describe('Table 2, public user without access', () => {
  test.for<[Permission, string[], string[]]>([
    ['not-allowed', ['metadata-only', 'publisher-link'], ['metadata-only', 'publisher-link']],
    ['forthcoming', ['metadata-only', 'publisher-link'], ['metadata-only', 'publisher-link']],
    ['start date is in the past', ['hosted-manuscript', 'publisher-link', 'doi-link'], ['publisher-link', 'doi-link']],
    ['start date is in the future', ['metadata-only', 'publisher-link', 'doi-link'], ['metadata-only', 'publisher-link', 'doi-link']],
  ])('%s', ([permission, withOne, without]) => {
    expect(shown({ hosting: hosting(permissions[permission]) })).toEqual(withOne);
    expect(shown({ hosting: hosting(permissions[permission]), manuscript: undefined })).toEqual(without);
  });

  test('a day that lies ahead is told', () => {
    const { actions, publicFrom } = decideLinks({
      entitlement: 'no',
      audience: 'public',
      today,
      pii,
      manuscript,
      hosting: hosting(permissions['start date is in the future']),
    });
    expect([actions[0], publicFrom]).toEqual([expect.objectContaining({ action: 'metadata-only', availableFrom: '2027-06-10' }), '2027-06-10']);
  });
});

describe('Table 3', () => {
  for (const entitlement of ['yes', 'open_access'] as const)
    for (const audience of ['internal', 'public'] as const)
      for (const permission of Object.keys(permissions) as Permission[])
        test(`${entitlement}, ${audience}, ${permission}: PII link and embedded PDF`, () => {
          expect(shown({ entitlement, audience, hosting: hosting(permissions[permission]) })).toEqual(['publisher-link', 'embedded-pdf']);
        });

  for (const entitlement of ['not_found', 'unknown'] as const)
    for (const permission of Object.keys(permissions) as Permission[]) {
      test(`${entitlement}, ${permission}, to the letter: hosted manuscript and DOI link`, () => {
        for (const audience of ['internal', 'public'] as const)
          expect(shown({ entitlement, audience, onError: 'table3', hosting: hosting(permissions[permission]) })).toEqual(['hosted-manuscript', 'doi-link']);
        expect(shown({ entitlement, onError: 'table3', manuscript: undefined })).toEqual(['doi-link']);
      });
    }

  test.for<[string, Permission | undefined, string[]]>([
    ['whose day lies ahead is kept back', 'start date is in the future', ['metadata-only', 'doi-link']],
    ['that must not be shown is kept back', 'not-allowed', ['metadata-only', 'doi-link']],
    ['whose day is not known yet is kept back', 'forthcoming', ['metadata-only', 'doi-link']],
    ['whose day has come is shown', 'start date is in the past', ['hosted-manuscript', 'doi-link']],
    ['of which nothing is known is shown, as the repository serves it', undefined, ['hosted-manuscript', 'doi-link']],
  ])('an error by default: a manuscript %s to the public', ([, permission, actions]) => {
    for (const entitlement of ['not_found', 'unknown'] as const)
      expect(shown({ entitlement, ...(permission ? { hosting: hosting(permissions[permission]) } : {}) })).toEqual(actions);
  });

  test('an error by default: a member of the institution sees the manuscript', () => {
    expect(shown({ entitlement: 'unknown', audience: 'internal', hosting: hosting(permissions['start date is in the future']) })).toEqual([
      'hosted-manuscript',
      'doi-link',
    ]);
  });
});

describe('where the existing plugin errs', () => {
  test('on the day a grant begins the manuscript may be shown: days are days in UTC', () => {
    const on = (day: string) => shown({ today: day, hosting: hosting(version('allowed', [grant('public', '2026-06-10')])) })[0];
    expect([on('2026-06-09'), on('2026-06-10'), on('2026-06-11')]).toEqual(['metadata-only', 'hosted-manuscript', 'hosted-manuscript']);
  });

  test.for(articleVersions.filter((name) => name !== 'AM'))('a grant for %s does not open the accepted manuscript', (name) => {
    const versions = [version('not-allowed'), version('allowed', [grant('public', '2020-01-01')], name)];
    expect(shown({ hosting: { versions } })).toEqual(['metadata-only', 'publisher-link']);
    expect(shown({ hosting: { versions: versions.slice(1) } })[0]).toBe('metadata-only');
  });

  test('a grant without a day holds at once', () => {
    expect(shown({ hosting: hosting(version('allowed', [grant('public')])) })[0]).toBe('hosted-manuscript');
  });

  test('an internal grant is none for the public, whatever stands beside it', () => {
    const both = hosting(version('allowed', [grant('internal'), grant('public', '2027-01-01')]));
    expect([shown({ hosting: both })[0], shown({ hosting: both, audience: 'internal' })[0]]).toEqual(['metadata-only', 'hosted-manuscript']);
  });

  test('an answer that is not one of the words is an error, never a no', () => {
    expect(shown({ entitlement: 'unknown' })).toContain('doi-link');
  });
});

test('an internal grant that names other institutions counts as none of ours', () => {
  const named = hosting(version('allowed', [grant('internal', undefined, [{ affiliationId: '69900001' }]), grant('public', '2027-01-01')]));
  const state = (affiliationIds: string[]) => decideLinks({ entitlement: 'no', audience: 'internal', today, pii, hosting: named, affiliationIds }).manuscript;
  expect([state(['69900001']), state(['69900002']), state([])]).toEqual(['allowed-now', 'allowed-later', 'allowed-now']);
});

test('without a PII the DOI leads to the publisher, without both there is metadata', () => {
  expect(shown({ entitlement: 'yes', pii: undefined })).toEqual(['doi-link']);
  expect(shown({ entitlement: 'unknown', doi: undefined, manuscript: undefined })).toEqual(['publisher-link']);
  expect(shown({ entitlement: 'yes', pii: undefined, doi: undefined })).toEqual(['metadata-only']);
});

test('the licence of the manuscript stands beside it', () => {
  const licence = 'http://creativecommons.org/licenses/by-nc-nd/4.0/';
  const { actions } = decideLinks({
    entitlement: 'no',
    audience: 'public',
    today,
    pii,
    manuscript,
    hosting: hosting({ ...permissions['start date is in the past'], licence }),
  });
  expect(actions[0]).toMatchObject({ action: 'hosted-manuscript', licence });
});

test('whatever comes in, there is something to show, each with its reason, no address twice, and the public never sees what is closed', () => {
  const days = fc.constantFrom('2020-01-01', today, '2026-05-11', '2030-01-01');
  const grants = fc.array(
    fc.record({ audience: fc.constantFrom<HostingGrant['audience']>('public', 'internal', 'unknown'), from: days, affiliations: fc.constant([]) }),
    { maxLength: 3 },
  );
  const versions = fc.array(
    fc.record({
      version: fc.constantFrom(...articleVersions),
      status: fc.constantFrom<VersionPermission['status']>('allowed', 'not-allowed', 'forthcoming'),
      grants,
    }),
    { maxLength: 3 },
  );
  const inputs = fc.record({
    entitlement: fc.constantFrom<Entitlement>('yes', 'open_access', 'no', 'not_found', 'unknown'),
    audience: fc.constantFrom<DecisionInput['audience']>('public', 'internal'),
    manuscript: fc.option(fc.constant(manuscript), { nil: undefined }),
    pii: fc.option(fc.constant(pii), { nil: undefined }),
    doi: fc.option(fc.constant(doi), { nil: undefined }),
    versions,
  });
  fc.assert(
    fc.property(inputs, ({ versions: each, ...input }) => {
      const { actions } = decideLinks({ ...input, hosting: { versions: each }, today });
      expect(actions.length).toBeGreaterThan(0);
      expect(actions.every(({ why }) => why.length > 10)).toBe(true);
      const urls = actions.flatMap((action) => ('url' in action ? action.url : []));
      expect(new Set(urls).size).toBe(urls.length);
      const open = each.some((one) => one.version === 'AM' && one.grants.some((given) => given.audience === 'public' && (given.from ?? '') <= today));
      const closed =
        each.some((one) => one.version === 'AM' && (one.grants.some(({ audience }) => audience === 'public') || one.status !== 'allowed')) && !open;
      if (input.audience === 'public' && closed) expect(actions.some(({ action }) => action === 'hosted-manuscript')).toBe(false);
    }),
  );
});
