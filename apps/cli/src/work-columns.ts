import { authorsLine, type QuotaStanding, type Work } from '@scopekit/operations';
import type { TableColumn } from './table.ts';

export const workColumns: readonly TableColumn<Work>[] = [
  { name: 'EID', value: ({ eid }) => eid },
  { name: 'Title', value: ({ title }) => title, wide: true },
  { name: 'First author', value: ({ authors }) => authorsLine({ authors: authors.slice(0, 1) }), spare: 2 },
  { name: 'Year', value: ({ year }) => year?.toString() },
  { name: 'Cited', value: ({ citedBy }) => citedBy?.toString(), numeric: true, spare: 1 },
];

export const quotaColumns: readonly TableColumn<QuotaStanding>[] = [
  { name: 'Key', value: ({ key }) => key },
  { name: 'API', value: ({ api }) => api },
  { name: 'Left', value: ({ remaining }) => remaining?.toLocaleString('en') ?? '?', numeric: true },
  { name: 'Of', value: ({ limit }) => limit?.toLocaleString('en') ?? '?', numeric: true, spare: 1 },
  { name: 'Back at', value: ({ restsUntil, resetsAt }) => (restsUntil ?? resetsAt)?.slice(0, 16).replace('T', ' ') ?? '?' },
  { name: 'Learnt', value: ({ problem, seenAt }) => problem ?? seenAt?.slice(0, 16).replace('T', ' ') ?? 'not yet', wide: true },
];
