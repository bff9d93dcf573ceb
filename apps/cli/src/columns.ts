import { authorsLine, type CacheResult, type QuotaStanding, type RunLine, type Work } from '@scopekit/operations';
import type { TableColumn } from './table.ts';

export const workColumns: readonly TableColumn<Work>[] = [
  { name: 'EID', value: ({ eid }) => eid },
  { name: 'Title', value: ({ title }) => title, wide: true },
  { name: 'First author', value: ({ authors }) => authorsLine({ authors: authors.slice(0, 1) }), spare: 2 },
  { name: 'Year', value: ({ year }) => year?.toString() },
  { name: 'Cited', value: ({ citedBy }) => citedBy?.toString(), numeric: true, spare: 1 },
];

const minute = (time: string | undefined) => time?.slice(0, 16).replace('T', ' ');

export const runColumns: readonly TableColumn<RunLine>[] = [
  { name: 'Run', value: ({ id }) => id },
  { name: 'What', value: ({ kind }) => kind },
  { name: 'State', value: ({ state }) => state },
  { name: 'Paid', value: ({ answers }) => answers.toLocaleString('en'), numeric: true, spare: 1 },
  { name: 'Touched', value: ({ touchedAt }) => minute(touchedAt), spare: 2 },
  { name: 'Question', value: ({ title }) => title, wide: true },
  { name: 'Why', value: ({ why }) => why, wide: true, spare: 3 },
];

export const cacheColumns: readonly TableColumn<CacheResult['apis'][number]>[] = [
  { name: 'API', value: ({ api }) => api, wide: true },
  { name: 'Answers', value: ({ answers }) => answers.toLocaleString('en'), numeric: true },
  { name: 'kB', value: ({ bytes }) => Math.ceil(bytes / 1000).toLocaleString('en'), numeric: true },
  { name: 'Stale', value: ({ stale }) => stale.toLocaleString('en'), numeric: true },
  { name: 'Oldest', value: ({ oldestAt }) => minute(oldestAt), spare: 1 },
  { name: 'Newest', value: ({ newestAt }) => minute(newestAt), spare: 2 },
];

export const quotaColumns: readonly TableColumn<QuotaStanding>[] = [
  { name: 'Key', value: ({ key }) => key },
  { name: 'API', value: ({ api }) => api },
  { name: 'Left', value: ({ remaining }) => remaining?.toLocaleString('en') ?? '?', numeric: true },
  { name: 'Of', value: ({ limit }) => limit?.toLocaleString('en') ?? '?', numeric: true, spare: 1 },
  { name: 'Back at', value: ({ restsUntil, resetsAt }) => minute(restsUntil ?? resetsAt) ?? '?' },
  { name: 'Learnt', value: ({ problem, seenAt }) => problem ?? minute(seenAt) ?? 'not yet', wide: true },
];
