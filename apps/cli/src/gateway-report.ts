import { type ExportEstimate, type ExportResult, exportLimits, type GatewayLogin, type GatewayStatus, pastedForms } from '@scopekit/operations';
import { duration } from './progress.ts';
import { count, lines, missing, plural, spent, wrote } from './report.ts';

const ofPage = (requests: Readonly<Record<string, number>>) => spent({ requests, quotaLeft: {} });

/** The summary of an export. */
export function exportReport({ query, hits, hitsAtEnd, counts, repairs, missing: gone, requests, leftToday, files, stopped, run }: ExportResult): string {
  const moved = hitsAtEnd !== undefined && hitsAtEnd !== hits ? `, ${count(hitsAtEnd)} when the last came: the index moved` : '';
  const odd = [
    counts.duplicate ? `${plural(counts.duplicate, 'EID')} given more than once` : '',
    counts.repeated ? `${plural(counts.repeated, 'row')} came again` : '',
    counts.unasked ? `${plural(counts.unasked, 'work')} came unasked` : '',
    counts.unidentified ? `${plural(counts.unidentified, 'row')} without an EID` : '',
  ].filter(Boolean);
  return lines([
    ['Query', query],
    ['Found', hits === undefined ? undefined : `${plural(hits, 'work')}${moved}`],
    ['Exported', `${count(counts.received)} of ${plural(counts.requested, 'work')}`],
    ['Left out', odd.join(', ') || undefined],
    ...repairs.map(({ what, count: times }, i): readonly [string, string] => [i ? '' : 'Mended', `${count(times)} × ${what}`]),
    ['Requests', `${ofPage(requests)}; ${plural(leftToday, 'work')} left today`],
    ['Missing', missing(gone, 'did not come')],
    ['Wrote', wrote(files)],
    ['Stopped', stopped && `${stopped.message} What had come in is ${files.length ? 'written' : 'shown'}. ${stopped.next}`],
    ['Go on', run && `scopekit gateway export --resume ${run}`],
    ['', counts.requested ? undefined : 'Nothing matches. Try fewer or other words, a wildcard (econom*), or more years.'],
  ]);
}

/** What an export would take. */
export function exportEstimateReport({ query, hits, works, requests, seconds, leftToday }: ExportEstimate): string {
  return lines([
    ['Query', query],
    ['Hits', hits === undefined ? undefined : plural(hits, 'work')],
    [
      'Works',
      `${count(works)} would be exported${hits !== undefined && hits > works ? ` (--limit for more, ${count(exportLimits.mostWorks)} at most)` : ''}; ${count(leftToday)} left today`,
    ],
    ['Requests', ofPage(requests)],
    [
      'Time',
      `about ${duration(seconds)}${works > leftToday ? `, and more than a day: ${count(leftToday)} works are left today, and --resume goes on after` : ''}`,
    ],
    [
      '',
      `Nothing was exported. Leave --dry-run out to do it. The API costs none of this: scopekit search${query ? ` '${query.replaceAll("'", `'\\''`)}'` : ''}`,
    ],
  ]);
}

export function loginReport(login: GatewayLogin): string {
  const { otherHosts, ended } = login.dropped;
  const dropped = [otherHosts ? `${plural(otherHosts, 'cookie')} of other hosts` : '', ended ? `${plural(ended, 'cookie')} that had ended` : ''].filter(
    Boolean,
  );
  return [
    `Read ${pastedForms[login.form]}${dropped.length ? `; left out ${dropped.join(' and ')}` : ''}.`,
    ...sessionLines(login),
    'Stored for you alone; scopekit gateway logout removes it.',
  ].join('\n');
}

export function statusReport({ terms, session }: GatewayStatus): string {
  const agreed = terms.accepted
    ? `accepted by ${terms.who} on ${terms.at?.slice(0, 10)} (version ${terms.version})`
    : terms.who
      ? `accepted by ${terms.who} on ${terms.at?.slice(0, 10)}, and changed since: scopekit gateway accept-terms`
      : 'not accepted: scopekit gateway accept-terms';
  return [lines([['Terms', agreed]]), ...(session ? sessionLines(session) : [lines([['Session', 'none: scopekit gateway login']])])].join('\n');
}

const accounts = {
  subscriber: 'a subscriber',
  guest: 'a guest of Scopus Preview: this session cannot export. Open Scopus through your institution and log in again.',
  unknown: 'not told by the token',
} as const;

function sessionLines({ host, required, others, tokenMinutes, account, ownUserAgent }: NonNullable<GatewayStatus['session']>): string[] {
  const cookies = Object.entries(required).map(([name, there]) => `${there ? '✓' : '✗'} ${name}`);
  const signed = account.signedIn === undefined ? '' : account.signedIn ? ', signed in' : ', not signed in';
  return [
    lines([
      ['Host', host],
      ['Cookies', `${cookies.join('  ')}${others ? `  and ${count(others)} more` : ''}`],
      [
        'Token',
        tokenMinutes === undefined
          ? 'does not tell when it ends'
          : tokenMinutes < 0
            ? 'has ended; it is renewed with the next request'
            : `${plural(tokenMinutes, 'minute')} left; it is renewed by itself`,
      ],
      ['Account', `${accounts[account.kind]}${account.kind === 'guest' ? '' : signed}`],
      ['Browser', ownUserAgent ? 'its User-Agent came with the paste, and is sent' : 'not told by the paste: scopekit sends its own name'],
    ]),
  ];
}
