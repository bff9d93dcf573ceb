import { ElsevierError } from '@scopekit/elsevier-http';
import { parseDoi, parsePii, type Work, withoutEmpty } from '@scopekit/record';
import { article, hosting, type ManuscriptRights, manuscriptRights } from '@scopekit/sciencedirect-ir';
import { z } from 'zod';
import { itemsIn } from '../items.ts';
import { type Found, type Listing, type ListingAsk, listing } from '../listing.ts';
import type { Context } from '../operation.ts';
import { columnOf, ownIdOf } from './items.ts';

/** What may be wrong with an item of the repository, or right. */
export const findings = {
  ok: 'as Elsevier has it',
  'too-early': 'open before its day, or though hosting is not allowed',
  'too-late': 'open later than it may be',
  'closed-though-open': 'closed, though it may be public today',
  'licence-missing': 'without the licence that the copy must carry',
  'sources-disagree': 'hosting permission and self-archiving name different days',
  'not-at-elsevier': 'no article that Elsevier knows',
  'not-known': 'could not be found out',
} as const;
export type Finding = keyof typeof findings;

export interface AuditRow {
  /** The repository's own id, if its file has one. */
  readonly item?: string;
  readonly title?: string;
  readonly pii?: string;
  readonly doi?: string;
  readonly findings: readonly Finding[];
  /** What the repository has. */
  readonly embargo?: string;
  readonly licence?: string;
  /** What Elsevier has, of the accepted manuscript; of the version of record where it alone may be hosted: open access. */
  readonly version?: 'AM' | 'VoR';
  readonly status?: ManuscriptRights['status'];
  readonly publicFrom?: string;
  readonly requiredLicence?: string;
  /** By the second source, where it was asked. */
  readonly selfArchivingFrom?: string;
  readonly problem?: string;
}
export type AuditResult = Listing<AuditRow>;

/** A repository's items against hosting permission and self-archiving. */
export const irAudit = listing({
  name: 'ir audit',
  source: 'Article Hosting Permission and Article Retrieval APIs of Elsevier',
  description: "Compare a repository's embargo dates and licences with what Elsevier allows: too early, too late, licence missing, closed though open.",
  input: {
    items: z
      .string({ error: 'is missing' })
      .min(1)
      .describe("The repository's items: CSV or any bibliographic file, with DOI or PII, and columns for embargo and licence"),
    full: z
      .boolean()
      .default(false)
      .describe('Ask for self-archiving, too: the second source of the embargo (a request more each, with the right to full texts)'),
    wrong: z.boolean().default(false).describe('Only items with which something is wrong'),
  },
  title: ({ items }) => items,
  columns: [
    { name: 'Item', value: ({ item }: AuditRow) => item },
    { name: 'Title', value: ({ title }) => title },
    { name: 'PII', value: ({ pii }) => pii },
    { name: 'DOI', value: ({ doi }) => doi },
    { name: 'Findings', value: (row) => row.findings.join('; ') },
    { name: 'Embargo', value: ({ embargo }) => embargo },
    { name: 'Public From', value: ({ publicFrom }) => publicFrom },
    { name: 'Version', value: ({ version }) => version },
    { name: 'Status', value: ({ status }) => status },
    { name: 'Licence', value: ({ licence }) => licence },
    { name: 'Required Licence', value: ({ requiredLicence }) => requiredLicence },
    { name: 'Self-archiving From', value: ({ selfArchivingFrom }) => selfArchivingFrom },
    { name: 'Problem', value: ({ problem }) => problem },
  ],
  find: async function* ({ items, full, wrong }, context: Context, ask: ListingAsk): AsyncGenerator<Found<AuditRow>> {
    const today = new Date(context.clock.now()).toISOString().slice(0, 10);
    const { works, report } = await itemsIn(items, context);
    ask.onTotal(works.length);
    for (const { row, why } of report.refusals) yield { missing: { id: `${items}, record ${row}`, reason: 'unreadable', message: why } };
    const counts: Partial<Record<Finding, number>> = {};
    for (const work of works) {
      const row = await auditOf(work, today, full, context, ask);
      for (const finding of row.findings) counts[finding] = (counts[finding] ?? 0) + 1;
      if (!wrong || !row.findings.includes('ok')) yield { row };
    }
    yield { about: { findings: counts, repairs: report.repairs.map(({ what, count }) => ({ what, count })) } };
  },
});

async function auditOf(work: Work, today: string, full: boolean, { client }: Context, ask: ListingAsk): Promise<AuditRow> {
  const pii = work.pii ?? parsePii(columnOf(work, /\bpii\b/i) ?? '');
  const doi = work.doi ?? parseDoi(columnOf(work, /\bdoi\b/i) ?? '');
  const [written, licence] = [columnOf(work, /embargo/i), columnOf(work, /licen[cs]e|rights\.?uri/i)];
  const embargo = written === undefined ? undefined : dayOf(written);
  const item = ownIdOf(work);
  const own = withoutEmpty({ item, title: work.title, pii, doi, embargo: written, licence });
  const id = pii ?? doi;
  if (id === undefined) return { ...own, findings: ['not-at-elsevier'], problem: 'It has neither PII nor DOI.' };
  if (written !== undefined && embargo === undefined)
    return { ...own, findings: ['not-known'], problem: `Its embargo "${written}" is no day: write 2026-01-31.` };
  try {
    const permission = await hosting(client, id, ask);
    if (!permission.found) return { ...own, findings: ['not-at-elsevier'] };
    const ofManuscript = manuscriptRights(permission);
    const ofRecord = manuscriptRights(permission, 'VoR');
    const [version, rights] =
      ofManuscript.status === 'unknown' && ofRecord.status === 'allowed' ? (['VoR', ofRecord] as const) : (['AM', ofManuscript] as const);
    const second = full ? (await article(client, id, { ...ask, view: 'FULL' })).selfArchiving?.from : undefined;
    const told = withoutEmpty({ version, status: rights.status, publicFrom: rights.publicFrom, requiredLicence: rights.licence, selfArchivingFrom: second });
    return { ...own, ...told, findings: findingsOf(rights, { embargo, licence, second }, today) };
  } catch (error) {
    if (!(error instanceof ElsevierError) || !ofOneItem.has(error.reason)) throw error;
    return { ...own, findings: ['not-known'], problem: `${error.message} ${error.next}` };
  }
}

/** The day that an embargo is written as: a month or a year is its first day; DSpace's year 10000 and words for "for ever" are the last there is. */
function dayOf(text: string): string | undefined {
  if (/^\d{5,}-|^(?:forever|indefinite|permanent)/i.test(text)) return '9999-12-31';
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?$/.exec(text) ?? [];
  const found = `${year}-${month}-${day}`;
  return year === undefined || Number.isNaN(Date.parse(found)) ? undefined : found;
}

/** What fails for one item is told in its row. */
const ofOneItem = new Set(['bad-id', 'bad-request', 'unreadable', 'redirected', 'server']);

/** Days are days in UTC: on the day of a grant the manuscript may be public. */
function findingsOf(rights: ManuscriptRights, { embargo, licence, second }: { embargo?: string; licence?: string; second?: string }, today: string): Finding[] {
  const found: Finding[] = [];
  const openFrom = embargo ?? '0000-00-00';
  if (rights.status === 'allowed') {
    const allowedFrom = rights.publicFrom ?? '0000-00-00';
    if (openFrom < allowedFrom && !(embargo === undefined && allowedFrom <= today)) found.push('too-early');
    else if (openFrom > allowedFrom && openFrom > today && allowedFrom <= today) found.push('closed-though-open');
    else if (openFrom > allowedFrom && openFrom > today) found.push('too-late');
    if (rights.licence !== undefined && !licence) found.push('licence-missing');
  } else if (rights.status === 'unknown') found.push('not-known');
  else if (openFrom <= today) found.push('too-early');
  if (second !== undefined && rights.publicFrom !== undefined && second !== rights.publicFrom) found.push('sources-disagree');
  return found.length ? found : ['ok'];
}
