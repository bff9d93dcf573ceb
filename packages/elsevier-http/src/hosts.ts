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

/** Where secrets of a kind belong. */
interface Home {
  /** The origin that is trusted by itself. */
  readonly home: string;
  /** What would be sent there, for the message. */
  readonly secret: string;
}

const ofTheApis: Home = { home: elsevier, secret: 'key' };

/**
 * The base address, once it is certain that keys may go there: api.elsevier.com over https, this machine, or a host that
 * the user named with `--trust-host` (then over https, or plainly on this machine).
 *
 * @throws ElsevierError `untrusted-host` or `bad-input`.
 */
export function trustedBase({ baseUrlFrom = 'argument', trustedHosts = [], ...given }: TrustOptions, { home, secret }: Home = ofTheApis): URL {
  const { baseUrl = home } = given;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ElsevierError({ reason: 'bad-input', message: `The base URL ${baseUrl.includes('@') ? '' : `${baseUrl} `}is not an http(s) address.` });
  if (url.username || url.password) throw new ElsevierError({ reason: 'bad-input', message: 'The base URL must not hold a user name or password.' });
  const named = trustedHosts.includes(url.hostname) || trustedHosts.includes(url.host);
  if (url.origin === home) return url;
  if (baseUrlFrom === 'file' && !named) throw untrusted(url, secret, 'it is named in a configuration file only');
  if (isLoopback(url.hostname)) return url;
  if (!named) throw untrusted(url, secret, `it is neither ${new URL(home).host} nor this machine`);
  if (url.protocol !== 'https:') throw untrusted(url, secret, 'it is not https');
  return url;
}

/** Whether a redirect may be followed with the same credentials. */
export function mayFollow(from: URL, to: URL, trustedHosts: readonly string[] = []): boolean {
  if (to.origin === from.origin || to.origin === elsevier) return true;
  return to.protocol === 'https:' && (trustedHosts.includes(to.hostname) || trustedHosts.includes(to.host));
}

/** Whether a host name is this machine's own, as the address of a URL has it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

const untrusted = (url: URL, secret: string, why: string) =>
  new ElsevierError({
    reason: 'untrusted-host',
    message: `No ${secret} is sent to ${url.origin}: ${why}.`,
    next: `If you trust that host with your ${secret}, say so: --trust-host ${url.host}`,
  });
