import { ElsevierError } from './elsevier-error.ts';

const elsevier = 'https://api.elsevier.com';

/** Where a base address comes from: a file alone is not enough to send keys there. */
export type AddressOrigin = 'default' | 'argument' | 'environment' | 'file';

export interface TrustOptions {
  readonly baseUrl?: string;
  readonly baseUrlFrom?: AddressOrigin;
  /** Host names that the user trusts with keys. */
  readonly trustedHosts?: readonly string[];
}

/**
 * The base address, once it is certain that keys may go there: api.elsevier.com over https, this machine, or a host that
 * the user named with `--trust-host` (then over https, or plainly on this machine).
 *
 * @throws ElsevierError `untrusted-host` or `bad-input`.
 */
export function trustedBase({ baseUrl = elsevier, baseUrlFrom = 'argument', trustedHosts = [] }: TrustOptions): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ElsevierError({ reason: 'bad-input', message: `The base URL ${baseUrl.includes('@') ? '' : `${baseUrl} `}is not an http(s) address.` });
  if (url.username || url.password) throw new ElsevierError({ reason: 'bad-input', message: 'The base URL must not hold a user name or password.' });
  const named = trustedHosts.includes(url.hostname) || trustedHosts.includes(url.host);
  if (url.origin === elsevier) return url;
  if (baseUrlFrom === 'file' && !named) throw untrusted(url, 'it is named in a configuration file only');
  if (isLoopback(url.hostname)) return url;
  if (!named) throw untrusted(url, 'it is neither api.elsevier.com nor this machine');
  if (url.protocol !== 'https:') throw untrusted(url, 'it is not https');
  return url;
}

/** Whether a redirect may be followed with the same credentials. */
export function mayFollow(from: URL, to: URL, trustedHosts: readonly string[] = []): boolean {
  if (to.origin === from.origin || to.origin === elsevier) return true;
  return to.protocol === 'https:' && (trustedHosts.includes(to.hostname) || trustedHosts.includes(to.host));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

const untrusted = (url: URL, why: string) =>
  new ElsevierError({
    reason: 'untrusted-host',
    message: `No key is sent to ${url.origin}: ${why}.`,
    next: `If you trust that host with your key, say so: --trust-host ${url.host}`,
  });
