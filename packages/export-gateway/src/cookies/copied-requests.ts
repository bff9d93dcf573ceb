import { cookiePairs, ofHeaders, type Pasted, type PastedCookie } from './pasted.ts';
import { bashWords, cmdWords } from './shell-words.ts';

/** "Copy as cURL" of a browser, for bash or for cmd: cookies stand in `-H 'cookie: …'`, in newer Chrome in `-b '…'`. */
export function ofCurl(command: string): Pasted {
  const form = /\^"|\^\r?\n/.test(command) ? 'curl-cmd' : 'curl-bash';
  const words = (form === 'curl-cmd' ? cmdWords : bashWords)(command.trim().replace(/^\$\s+/, ''));
  const headers: [string, string][] = [];
  const cookies: PastedCookie[] = [];
  let url: string | undefined;
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string;
    const [, name, glued] = /^(--[\w-]+)(?:=([\s\S]*))?$/.exec(word) ?? /^(-[HbAXdeuom])([\s\S]+)?$/.exec(word) ?? [];
    if (name === undefined) {
      if (!word.startsWith('-')) url ??= word;
      continue;
    }
    const value = () => glued ?? words[++i] ?? '';
    if (name === '-H' || name === '--header') headers.push(headerOf(value()));
    else if (name === '-b' || name === '--cookie') cookies.push(...cookiePairs(value()));
    else if (name === '-A' || name === '--user-agent') headers.push(['user-agent', value()]);
    else if (name === '--url') url = value();
    else if (valued.has(name)) value();
  }
  const told = ofHeaders(headers);
  return { form, ...told, cookies: [...told.cookies, ...cookies], ...(url === undefined ? {} : { url }) };
}

/** Options of curl that browsers write and that take a value. */
const valued = new Set([
  '-X',
  '-d',
  '-e',
  '-u',
  '-o',
  '-m',
  '--request',
  '--data',
  '--data-raw',
  '--data-binary',
  '--data-urlencode',
  '--referer',
  '--proxy',
  '--max-time',
]);

function headerOf(text: string): [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1).trim()];
}

/**
 * "Copy as PowerShell": one `New-Object System.Net.Cookie(name, value, path, domain)` for each cookie.
 *
 * @see https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function ofPowerShell(script: string): Pasted {
  const quoted = `\\s*("(?:\`[\\s\\S]|""|[^"\`])*"|'(?:''|[^'])*')\\s*`;
  const cookie = new RegExp(`System\\.Net\\.Cookie\\(${quoted},${quoted}(?:,${quoted}(?:,${quoted})?)?\\)`, 'g');
  const cookies = [...script.matchAll(cookie)].map(
    ([, name = '', value = '', , domain]): PastedCookie => ({
      name: powerShellText(name),
      value: powerShellText(value),
      ...(domain === undefined ? {} : { domain: powerShellText(domain) }),
    }),
  );
  const after = (what: string) => new RegExp(`${what}${quoted}`, 'i').exec(script)?.[1];
  const userAgent = after('\\.UserAgent\\s*=') ?? after(`-UserAgent\\s`);
  const url = after('-Uri\\s');
  return {
    form: 'powershell',
    cookies,
    ...(userAgent === undefined ? {} : { userAgent: powerShellText(userAgent) }),
    ...(url === undefined ? {} : { url: powerShellText(url) }),
  };
}

function powerShellText(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith("'")) return inner.replaceAll("''", "'");
  return inner.replace(/`([\s\S])|""|\$\(\[char\](\d+)\)/g, (whole, char?: string, code?: string) =>
    code === undefined ? (char ?? whole.slice(1)) : String.fromCharCode(Number(code)),
  );
}

/** "Copy as fetch (Node.js)": the second argument is JSON with all headers. */
export function ofFetch(script: string): Pasted | undefined {
  const [, url, options = ''] = /fetch\(\s*("(?:\\.|[^"\\])*")\s*,\s*(\{[\s\S]*\})\s*\)\s*;?\s*$/.exec(script.trim()) ?? [];
  if (url === undefined) return undefined;
  try {
    const { headers = {} } = JSON.parse(options) as { headers?: Record<string, unknown> };
    const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
    return { form: 'fetch', ...ofHeaders(texts), url: JSON.parse(url) as string };
  } catch {
    return undefined;
  }
}

/** A `Cookie:` header, alone, among the other headers of a request, or without its name. */
export function ofHeader(text: string): Pasted {
  const lines = text.split(/\r?\n/);
  const named = lines.flatMap((line, i): [string, string][] => {
    const [, name, value = ''] = /^\s*([A-Za-z-]+)\s*:?\s*$/.exec(line)
      ? [line, line.replace(/[\s:]/g, ''), lines[i + 1] ?? '']
      : (/^\s*([A-Za-z-]+):\s*(.+)$/.exec(line) ?? []);
    return name === undefined ? [] : [[name, value]];
  });
  const told = ofHeaders(named);
  const host = named.find(([name]) => /^host$/i.test(name))?.[1].trim();
  if (told.cookies.length) return { form: 'header', ...told, ...(host ? { url: `https://${host}/` } : {}) };
  return { form: 'header', cookies: cookiePairs(text.trim().replace(/\s*\r?\n\s*/g, '; ')) };
}
