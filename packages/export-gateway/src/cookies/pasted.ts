/** A cookie as somebody pasted it. Its value is a secret. */
export interface PastedCookie {
  readonly name: string;
  readonly value: string;
  /** With or without a dot before it; absent where the form does not tell. */
  readonly domain?: string;
  /** Milliseconds of the epoch; absent for a cookie that ends with the browser. */
  readonly expiresAt?: number;
}

/** What a paste holds, whatever its form. */
export interface Pasted {
  readonly form: PastedForm;
  readonly cookies: readonly PastedCookie[];
  /** The browser's, where the form tells it. */
  readonly userAgent?: string;
  /** Where the request went that was copied. */
  readonly url?: string;
}

/** Every form that is read, as people call it. */
export const pastedForms = {
  header: 'a Cookie: header',
  'curl-bash': '"Copy as cURL (bash)"',
  'curl-cmd': '"Copy as cURL (cmd)"',
  powershell: '"Copy as PowerShell"',
  fetch: '"Copy as fetch (Node.js)"',
  'cookies-txt': 'a cookies.txt',
  extension: 'the JSON of a cookie extension',
  'storage-state': "Playwright's storageState",
  har: 'a HAR',
} as const;
export type PastedForm = keyof typeof pastedForms;

/** `a=b; c=d`, as in a `Cookie:` header; values may hold `=`. */
export function cookiePairs(text: string): PastedCookie[] {
  return text.split(';').flatMap((pair) => {
    const [, name, value] = /^\s*([^=\s]+)=(.*?)\s*$/s.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

/** What the headers of a copied request hold. */
export function ofHeaders(headers: Iterable<readonly [name: string, value: string]>): Pick<Pasted, 'cookies' | 'userAgent'> {
  const cookies: PastedCookie[] = [];
  let userAgent: string | undefined;
  for (const [name, value] of headers) {
    if (/^cookie$/i.test(name.trim())) cookies.push(...cookiePairs(value));
    if (/^user-agent$/i.test(name.trim())) userAgent = value.trim() || undefined;
  }
  return { cookies, ...(userAgent === undefined ? {} : { userAgent }) };
}
