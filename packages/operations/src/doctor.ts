import { type Credential, ElsevierError, type ReasonName } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { keyName } from './auth.ts';
import type { Context, Operation } from './operation.ts';
import { spending } from './spending.ts';

const DoctorInput = z.object({});

export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'note' | 'problem' | 'unknown';
  readonly found: string;
  /** What to do about it. */
  readonly next?: string;
}

export interface DoctorResult {
  readonly checks: readonly Check[];
  /** The first problem in one sentence, or that there is none. */
  readonly verdict: string;
  /** The reason of the first problem, for the exit code. */
  readonly reason?: ReasonName;
  readonly requests: Readonly<Record<string, number>>;
}

export interface Finding extends Check {
  readonly reason?: ReasonName;
}

const keysAt = 'https://dev.elsevier.com/apikey/manage';
const clockToleranceMs = 5 * 60_000;

/** Finds out why Scopus does not answer, or what it grants: at most five requests a key. */
export const doctor: Operation<typeof DoctorInput, DoctorResult> = {
  name: 'doctor',
  description: 'Find out why Scopus does not answer, and what each key may see.',
  input: DoctorInput,
  async run(_, context) {
    const spent = spending(context.onEvent);
    const clock: { aheadMs?: number } = {};
    const onEvent: typeof spent.onEvent = (event) => {
      spent.onEvent(event);
      if (event.type === 'request') clock.aheadMs ??= event.aheadMs;
    };
    const { config } = context;
    const findings: Finding[] = [keysPresent(context), ...config.credentials.flatMap(wellFormed), address(config.baseUrl), proxy(config)];
    for (const credential of config.credentials) findings.push(...(await granted(credential, context, onEvent)));
    findings.push(clockOf(clock.aheadMs));
    return { ...diagnosis(findings, 'Scopus answers.'), requests: spent.requests };
  },
};

/** The checks, and the worst of them in one sentence. */
export function diagnosis(findings: readonly Finding[], allWell: string): Omit<DoctorResult, 'requests'> {
  const checks = findings.map(({ reason: _reason, ...check }) => check);
  const worst = findings.find(({ state, reason }) => state === 'problem' && reason !== undefined) ?? findings.find(({ state }) => state === 'problem');
  return { checks, verdict: worst ? `${worst.found} ${worst.next ?? ''}`.trim() : allWell, reason: worst && (worst.reason ?? 'bad-input') };
}

export function keysPresent({ config: { credentials, credentialsFrom } }: Context): Finding {
  if (!credentials.length)
    return {
      name: 'Key',
      state: 'problem',
      found: 'No API key is set.',
      next: `Get one at https://dev.elsevier.com (My API Key), then: scopekit auth login, or set ELSEVIER_API_KEY.`,
      reason: 'key-missing',
    };
  return {
    name: 'Key',
    state: 'ok',
    found: `${credentials.map(keyName).join(', ')}${credentialsFrom ? `, from ${credentialsFrom === 'environment' ? 'the environment' : credentialsFrom}` : ''}`,
  };
}

/** Keys of Elsevier are 32 letters and digits. */
export function wellFormed(credential: Credential): Finding[] {
  const { key } = credential;
  if (/^[0-9a-z]{32}$/i.test(key)) return [];
  const why = key.length === 32 ? 'holds signs that no key has' : `has ${key.length} characters`;
  return [
    {
      name: 'Form',
      state: 'problem',
      found: `The key ${keyName(credential)} ${why}; keys of Elsevier are 32 letters and digits.`,
      next: `Copy it again from ${keysAt}, without blanks or quotes.`,
      reason: 'unauthorized',
    },
  ];
}

function address(baseUrl: string | undefined): Finding {
  if (baseUrl === undefined || new URL(baseUrl).host === 'api.elsevier.com') return { name: 'Address', state: 'ok', found: 'https://api.elsevier.com' };
  const { origin, pathname } = new URL(baseUrl);
  return { name: 'Address', state: 'note', found: `${origin}${pathname.replace(/\/$/, '')}, which is not Elsevier's own.` };
}

function proxy({ proxy: through, noProxy }: Context['config']): Finding {
  if (!through) return { name: 'Proxy', state: 'ok', found: 'none is set' };
  const host = through.slice(through.lastIndexOf('@') + 1).replace(/^\w+:\/\//, '');
  return { name: 'Proxy', state: 'note', found: `${host}${through.includes('@') ? ', with user and password' : ''}${noProxy ? `, not for ${noProxy}` : ''}` };
}

type Asked = Pick<Context, 'scopus' | 'client' | 'ask'>;

/** What one key is granted: accepted, subscriber or not, views, page sizes, quota. */
async function granted(credential: Credential, { scopus, client, ask }: Asked, onEvent: ReturnType<typeof spending>['onEvent']): Promise<Finding[]> {
  const name = `Key ${keyName(credential)}`;
  const { key, insttoken } = credential;
  const options = { ...ask, key, insttoken: insttoken ?? undefined, retries: 1, timeoutMs: 15_000, refresh: true, onEvent };
  const attempt = async (work: () => Promise<unknown>): Promise<ElsevierError | undefined> => {
    try {
      await work();
      return undefined;
    } catch (error) {
      if (error instanceof ElsevierError && error.reason !== 'cancelled') return error;
      throw error;
    }
  };
  let eid = '';
  const search = (more: object) => async () => {
    for await (const work of scopus.search('PUBYEAR > 2000', { ...options, limit: 1, ...more })) eid = work.eid ?? eid;
  };
  const refusal = await attempt(search({}));
  if (refusal) return [causeOf(name, refusal, insttoken !== undefined)];
  const complete = await attempt(search({ view: 'COMPLETE' }));
  const wide = complete ? undefined : await attempt(search({ limit: 200, pageSize: 200 }));
  const full = complete || !eid ? undefined : await attempt(() => scopus.abstract(eid, { ...options, view: 'FULL' }));
  const standing = (await client.standing(['scopus.search'], { key }))[0];
  const accepted: Finding = { name, state: 'ok', found: `accepted${insttoken === undefined ? '' : ', with its institution token'}` };
  const quota: Finding = {
    name: 'Quota',
    state: 'ok',
    found:
      standing?.remaining === undefined
        ? 'not told'
        : `${standing.remaining.toLocaleString('en')} of ${standing.limit?.toLocaleString('en') ?? '?'} searches left until ${time(standing.resetAt)}`,
  };
  return [accepted, ...(complete ? [outside(complete, insttoken !== undefined)] : entitled(wide, full)), quota];
}

const time = (ms: number | undefined) => (ms === undefined ? 'a time that was not told' : new Date(ms).toISOString().slice(0, 16).replace('T', ' '));

function entitled(wide: ElsevierError | undefined, full: ElsevierError | undefined): Finding[] {
  return [
    { name: 'Network', state: 'ok', found: 'recognised as a subscriber' },
    { name: 'Search', state: 'ok', found: `views STANDARD and COMPLETE, ${wide ? 'pages of 25' : 'pages of 200 and 25'}, cursor` },
    full ? { name: 'Abstracts', state: 'note', found: `no FULL view: ${full.message}` } : { name: 'Abstracts', state: 'ok', found: 'views up to FULL' },
  ];
}

function outside(refusal: ElsevierError, token: boolean): Finding {
  if (refusal.reason !== 'not-entitled') return causeOf('Network', refusal, token);
  return {
    name: 'Network',
    state: 'problem',
    found: 'The key is good, but it is used outside the network of a subscribing institution: no abstracts, 25 works a page.',
    next: token
      ? 'Its institution token does not open Scopus: ask the library that gave it to you.'
      : 'Use the network or VPN of your institution, or ask its library for an institution token. Without one, add --no-subscriber.',
    reason: 'not-entitled',
  };
}

/** Each way of failing, by what the user can do about it. */
export function causeOf(name: string, error: ElsevierError, token: boolean): Finding {
  const { reason, message } = error;
  const finding = (found: string, next = error.next): Finding => ({ name, state: 'problem', found, next, reason });
  switch (reason) {
    case 'unauthorized':
      return token && /token/i.test(message)
        ? finding(
            'The institution token belongs to another key.',
            'A token works only with the key it was issued for: pair them again (scopekit auth login, or the places in ELSEVIER_INSTTOKEN).',
          )
        : finding('Elsevier does not know this key.', `Compare it with ${keysAt}; a new key may take some minutes to work.`);
    case 'not-entitled':
      return finding(`The key is known, but nothing is granted here: ${message}`);
    case 'quota-exceeded':
      return finding(`The week of this key is spent; it comes back at ${time(error.retryAt)}.`, 'Wait until then, or add another key of yours.');
    case 'proxy':
      return /407|AUTH/.test(message)
        ? finding('The proxy asks for user and password, or does not take those given.', 'Set HTTPS_PROXY=http://user:password@host:port.')
        : finding(message);
    case 'certificate':
      return finding(`${message} Something on the way opens the connection (TLS interception).`);
    case 'not-found':
    case 'unreadable':
    case 'redirected':
      return finding(
        `What answers at this address is not Elsevier: ${message}`,
        'Check --base-url and ELSEVIER_BASE_URL, or sign in to the network if a login page answered; without them https://api.elsevier.com is asked.',
      );
    default:
      return finding(message);
  }
}

function clockOf(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return { name: 'Clock', state: 'unknown', found: 'nothing answered to compare it with' };
  if (Math.abs(aheadMs) <= clockToleranceMs) return { name: 'Clock', state: 'ok', found: 'right' };
  const hours = Math.abs(aheadMs) / 3_600_000;
  const by = hours >= 1 ? `${Math.round(hours)} h` : `${Math.round(hours * 60)} min`;
  return {
    name: 'Clock',
    state: 'problem',
    found: `The clock of this machine is ${by} ${aheadMs > 0 ? 'slow' : 'fast'}.`,
    next: 'Set it right: times of resets and the age of kept answers depend on it.',
    reason: 'bad-input',
  };
}
