import { ElsevierError } from './elsevier-error.ts';

export interface ProxyAddress {
  /** With user and password percent-encoded. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  /** As the proxy will check them, for the scrubber. */
  readonly secrets: readonly string[];
}

/**
 * A proxy address as people write it, passwords with unescaped `@`, `/` and `%` included: whatever stands between the
 * scheme and the last `@` is user and password.
 *
 * @throws ElsevierError `bad-input`; the message does not repeat the address.
 */
export function parseProxy(text: string): ProxyAddress {
  const parts = /^(?:(https?|socks5h?|socks):\/\/)?(?:(.*)@)?([^@]*)$/is.exec(text.trim());
  const [, scheme = 'http', userInfo, host = ''] = parts ?? [];
  const address = `${scheme.toLowerCase().replace('socks5h', 'socks5')}://${host}`;
  if (!host || !URL.canParse(address))
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'The proxy address cannot be read.',
      next: 'Write it as http://user:password@host:port in HTTPS_PROXY.',
    });
  if (userInfo === undefined) return { url: address, secrets: [] };
  const colon = userInfo.indexOf(':');
  const user = decoded(colon < 0 ? userInfo : userInfo.slice(0, colon));
  const password = decoded(colon < 0 ? '' : userInfo.slice(colon + 1));
  const url = new URL(address);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return { url: url.href, user, password, secrets: [password, userInfo.slice(colon + 1), `${user}:${password}`].filter(Boolean) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
