import { ElsevierError } from '@scopekit/elsevier-http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSession, requiredCookies } from '../session.ts';
import { bashWords, cmdWords } from './shell-words.ts';

const now = Date.UTC(2026, 4, 1);
const later = now / 1000 + 3600;
const agent = 'Mozilla/5.0 (X11; Linux x86_64) Invented/1.0 "quoted"';

/** Values with everything that quoting rules stumble over. */
const cookies: Readonly<Record<string, string>> = {
  SCSessionID: 'INVENTED0123456789ABCDEF.wsnAw8kcd=',
  scopusSessionUUID: 'aa11bb22-invented-uuid',
  AWSELB: "CB9317D5'INVENTED!$HOME`x`%PATH%^&|<>",
  SCOPUS_JWT: 'eyJhbGciOiJub25lIn0.eyJleHAiOjF9.c2lnbmF0dXJl',
  __cf_bm: 'a\\b"c=d',
};
const header = Object.entries(cookies)
  .map(([name, value]) => `${name}=${value}`)
  .join('; ');
const address = 'https://www.scopus.com/api/documents/search?a=1&b=%20';

/** How Chrome quotes for a shell. Source: DevTools, "Copy as cURL" and "Copy as PowerShell". */
const forBash = (text: string) =>
  /[\p{Cc}!']/u.test(text)
    ? `$'${text
        .replaceAll('\\', '\\\\')
        .replaceAll("'", "\\'")
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
        .replace(/[\p{Cc}!]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`
    : `'${text}'`;
const forCmd = (text: string) =>
  `^"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[^a-zA-Z0-9\s_\-:=+~'/.,?;()*`]/g, '^$&')
    .replace(/%(?=[a-zA-Z0-9_])/g, '%^')}^"`;
const forPowerShell = (text: string) => `"${text.replace(/[`$"]/g, '`$&').replace(/[^\x20-\x7e]/g, (char) => `$([char]${char.charCodeAt(0)})`)}"`;

const list = (more: object = {}) =>
  Object.entries(cookies).map(([name, value]) => ({ name, value, domain: '.scopus.com', path: '/', secure: true, httpOnly: true, ...more }));
const foreign = { name: 'SSO', value: 'elsewhere', domain: 'id.elsevier.com', path: '/' };
const har = {
  log: {
    version: '1.2',
    entries: [
      { request: { url: 'https://example.org/', cookies: [{ name: 'SCSessionID', value: 'not-this' }], headers: [] }, response: { cookies: [] } },
      {
        request: {
          url: address,
          cookies: Object.entries({ ...cookies, SCOPUS_JWT: 'an older one' }).map(([name, value]) => ({ name, value })),
          headers: [{ name: 'User-Agent', value: agent }],
        },
        response: { cookies: [{ name: 'SCOPUS_JWT', value: cookies.SCOPUS_JWT, domain: '.scopus.com', expires: '2027-01-01T00:00:00.000Z' }] },
      },
    ],
  },
};

const forms: readonly (readonly [form: string, text: string, agent?: true])[] = [
  ['header', header],
  ['header', `Cookie: ${header}`],
  ['header', `POST /api/documents/search HTTP/1.1\nHost: www.scopus.com\nUser-Agent: ${agent}\nCookie: ${header}\nAccept: */*\n`, true],
  ['header', `cookie\n${header}\nuser-agent\n${agent}`, true],
  [
    'curl-bash',
    `curl ${forBash(address)} \\\n  -H ${forBash(`user-agent: ${agent}`)} \\\n  -H ${forBash(`cookie: ${header}`)} \\\n  --data-raw '{"x":"-b a=b"}' --compressed`,
    true,
  ],
  ['curl-bash', `curl ${forBash(address)} -X 'POST' \\\n  -b ${forBash(header)} \\\n  -H ${forBash(`User-Agent: ${agent}`)} ;`, true],
  ['curl-cmd', `curl --url ${forCmd(address)} ^\r\n  -H ${forCmd(`User-Agent: ${agent}`)} ^\r\n  -b ${forCmd(header)}`, true],
  ['curl-cmd', `curl ${forCmd(address)} ^\r\n  -H ${forCmd(`Cookie: ${header}`)} ^\r\n  -A ${forCmd(agent)}`, true],
  [
    'powershell',
    [
      '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession',
      `$session.UserAgent = ${forPowerShell(agent)}`,
      ...Object.entries(cookies).map(
        ([name, value]) => `$session.Cookies.Add((New-Object System.Net.Cookie(${forPowerShell(name)}, ${forPowerShell(value)}, "/", ".scopus.com")))`,
      ),
      '$session.Cookies.Add((New-Object System.Net.Cookie("SSO", "elsewhere", "/", "id.elsevier.com")))',
      `Invoke-WebRequest -UseBasicParsing -Uri "${address}" \`\n-WebSession $session \``,
    ].join('\r\n'),
    true,
  ],
  [
    'powershell',
    [
      '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession',
      '$session.UserAgent = "of another request"',
      '$session.Cookies.Add((New-Object System.Net.Cookie("NID", "elsewhere", "/", ".google.com")))',
      'Invoke-WebRequest -UseBasicParsing -Uri "https://www.google.com/gen_204" `',
      '-WebSession $session;',
      '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession',
      `$session.UserAgent = ${forPowerShell(agent)}`,
      ...Object.entries(cookies).map(
        ([name, value]) => `$session.Cookies.Add((New-Object System.Net.Cookie(${forPowerShell(name)}, ${forPowerShell(value)}, "/", ".scopus.com")))`,
      ),
      `Invoke-WebRequest -UseBasicParsing -Uri "${address}" \`\n-WebSession $session`,
    ].join('\r\n'),
    true,
  ],
  [
    'fetch',
    `fetch(${JSON.stringify(address)}, {\n  "headers": ${JSON.stringify({ accept: '*/*', 'user-agent': agent, cookie: header })},\n  "body": null,\n  "method": "GET"\n});`,
    true,
  ],
  [
    'cookies-txt',
    [
      '# Netscape HTTP Cookie File',
      ...Object.entries(cookies).map(([name, value]) =>
        [`${name === '__cf_bm' ? '' : '#HttpOnly_'}.scopus.com`, 'TRUE', '/', 'TRUE', later, name, value].join('\t'),
      ),
      ['.elsevier.com', 'TRUE', '/', 'TRUE', 0, 'SSO', 'elsewhere'].join('\t'),
    ].join('\n'),
  ],
  ['extension', JSON.stringify([...list({ expirationDate: later, hostOnly: false, session: false, sameSite: 'lax' }), foreign])],
  ['storage-state', JSON.stringify({ cookies: [...list({ expires: -1, sameSite: 'Lax' }), foreign], origins: [] })],
  ['har', JSON.stringify(har), true],
];

const values = (text: string) => {
  const { session } = readSession(text, {}, now);
  return Object.fromEntries(session.secrets().cookies.map(({ name, value }) => [name, value]));
};

describe('what people paste', () => {
  test.for(forms)('%s gives the same session', ([form, text, told]) => {
    const read = readSession(text, {}, now);
    expect(read.form).toBe(form);
    expect(values(text)).toEqual(cookies);
    expect(read.session.origin).toBe('https://www.scopus.com');
    expect(read.session.userAgent).toBe(told ? agent : undefined);
  });

  test.for(forms.map(([form, text]) => [form, text] as const))('%s with a cookie missing says which', ([, text]) => {
    for (const name of requiredCookies) {
      const without = text.replaceAll(name, `X${name.slice(1)}`);
      const error = caught(() => readSession(without, {}, now));
      expect(error).toMatchObject({ reason: 'bad-input', message: expect.stringContaining(`${name} is missing`), next: expect.stringContaining('cURL') });
      for (const value of Object.values(cookies)) expect(JSON.stringify(error.toJSON())).not.toContain(value);
    }
  });

  test('cookies of other hosts are dropped, and counted', () => {
    const all = [...list(), foreign, { name: 'x', value: 'y', domain: 'notscopus.com' }, { name: 'z', value: 'y', domain: 'scopus.com.example.org' }];
    const { session, dropped } = readSession(JSON.stringify(all), {}, now);
    expect(dropped).toEqual({ otherHosts: 3, ended: 0 });
    expect(session.toJSON().cookies).toEqual(Object.keys(cookies));
  });

  test('cookies that have ended are dropped: with a required one the paste is too old', () => {
    expect(() => readSession(JSON.stringify(list({ expirationDate: now / 1000 - 1 })), {}, now)).toThrow(/are missing in this .*4 had ended/);
  });

  test('of two tokens the one that lasts longer is kept', () => {
    const token = (exp: number) => `eyJ9.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.c2ln`;
    for (const both of [`SCOPUS_JWT=${token(5)}; SCOPUS_JWT=${token(9)}`, `SCOPUS_JWT=${token(9)}; SCOPUS_JWT=${token(5)}`])
      expect(values(`${header.replace(/SCOPUS_JWT=[^;]+/, both)}`).SCOPUS_JWT).toBe(token(9));
  });

  test.for<[string, (to: string, pairs: string) => string, string]>([
    ['as cURL', (to, pairs) => `curl '${to}' -b ${forBash(pairs)} --compressed`, ' ;\n'],
    ['as cURL (cmd)', (to, pairs) => `curl ${forCmd(to)} ^\r\n  -b ${forCmd(pairs)}`, ' &\r\n'],
    ['as fetch', (to, pairs) => `fetch(${JSON.stringify(to)}, {\n  "headers": ${JSON.stringify({ cookie: pairs })}\n})`, ';\n'],
  ])('of all requests copied %s those to Scopus count, and no cookie of another', ([, copied, between]) => {
    const other = copied('https://tracker.example.org/x', 'AWSELB=EVIL; demdex=1');
    const text = [other, copied(address, header), other].join(between);
    expect(values(text)).toEqual(cookies);
    expect(caught(() => readSession(other, {}, now)).next).toBe('Copy one that goes to www.scopus.com.');
  });

  test('cookies that are larger than a server takes are refused', () => {
    expect(caught(() => readSession(`${header}; big=${'x'.repeat(20_000)}`, {}, now))).toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining('larger'),
    });
  });

  test('a value with a character that no browser sends was cut when it was copied', () => {
    const cut = caught(() => readSession(header.replace('INVENTED0123456789', 'INVENTED…'), {}, now));
    expect(cut).toMatchObject({ reason: 'bad-input', message: expect.stringMatching(/SCSessionID .*cut or changed/) });
  });

  test('of two cookies of a name that of the host is kept, and none of a neighbour', () => {
    const other = ['blog.scopus.com', '.scopus.com'].map((domain) => ({ name: 'AWSELB', value: `of ${domain}`, domain }));
    const all = JSON.stringify([...other, ...list({ domain: 'www.scopus.com' })]);
    expect(values(all).AWSELB).toBe(cookies.AWSELB);
    expect(readSession(all, {}, now).dropped.otherHosts).toBe(1);
  });

  test('a request to another host is none of Scopus, unless that host is named as trusted', () => {
    const proxied = `curl 'https://www-scopus-com.proxy.example.edu/search' -b '${header.replaceAll("'", '')}'`;
    expect(caught(() => readSession(proxied, {}, now))).toMatchObject({
      reason: 'bad-input',
      next: expect.stringContaining('--trust-host www-scopus-com.proxy.example.edu'),
    });
    const { session } = readSession(proxied, { trustedHosts: ['www-scopus-com.proxy.example.edu'] }, now);
    expect(session.origin).toBe('https://www-scopus-com.proxy.example.edu');
    expect(caught(() => readSession(header, { baseUrl: 'https://example.org' }, now))).toMatchObject({
      reason: 'untrusted-host',
      message: expect.stringContaining('No cookie is sent'),
    });
  });

  test('"Copy as fetch" for the browser holds no cookies, and says what does', () => {
    const text = 'fetch("https://www.scopus.com/x", { "headers": { "accept": "*/*" }, "credentials": "include" });';
    expect(caught(() => readSession(text, {}, now))).toMatchObject({
      message: expect.stringContaining('no cookies'),
      next: expect.stringContaining('Node.js'),
    });
  });

  test('a HAR without cookies says how to export one with them', () => {
    const text = JSON.stringify({ log: { entries: [{ request: { url: address, cookies: [], headers: [] } }] } });
    expect(caught(() => readSession(text, {}, now)).next).toContain('with sensitive data');
  });

  test.for(['', 'hello', '{}', '[]', '{"a":', 'curl', 'fetch()', '<html></html>'])('%j is no session', (text) => {
    expect(caught(() => readSession(text, {}, now))).toMatchObject({ reason: 'bad-input' });
  });

  test('whatever is pasted gives a session or an error that repeats nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.constantFrom('', 'curl ', 'fetch("', '[{"name":', 'Cookie: ', '#HttpOnly_'), (text, before) => {
        try {
          readSession(before + text, {}, now);
        } catch (error) {
          if (!(error instanceof ElsevierError)) throw error;
          if (text.trim().length > 12) expect(error.message).not.toContain(text.trim());
        }
      }),
    );
  });
});

describe('words of a shell', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom(...'ab =;"\'\\$`!%^&|<>\n\té€') }), { maxLength: 4 });

  test('whatever a browser writes for bash comes back', () => {
    fc.assert(
      fc.property(texts, (words) => {
        expect(bashWords(words.map(forBash).join(' \\\n  '))).toEqual(words);
      }),
    );
  });

  test('whatever a browser writes for cmd comes back', () => {
    const oneLine = texts.map((words) => words.map((word) => word.replaceAll('\n', ' ')));
    fc.assert(
      fc.property(oneLine, (words) => {
        expect(cmdWords(words.map(forCmd).join(' ^\r\n  '))).toEqual(words);
      }),
    );
  });

  test('plain quotation marks of an older browser are read, too', () => {
    expect(cmdWords('curl "https://a/?b=1&c=^2" ^\r\n -H "x: ""y"" z"')).toEqual(['curl', 'https://a/?b=1&c=^2', '-H', 'x: "y" z']);
    expect(bashWords("$'\\U0000002d\\u0041\\x42'")).toEqual(['-AB']);
    expect(bashWords('a"b\\"c"\\ d $HOME')).toEqual(['ab"c d', '$HOME']);
  });
});

function caught(work: () => unknown): ElsevierError {
  try {
    work();
  } catch (error) {
    if (error instanceof ElsevierError) return error;
    throw error;
  }
  return expect.unreachable('it should have failed');
}
