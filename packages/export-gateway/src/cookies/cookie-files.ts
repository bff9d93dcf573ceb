import { z } from 'zod';
import { ofHeaders, type Pasted, type PastedCookie } from './pasted.ts';

/**
 * Netscape's cookies.txt: seven fields with tabs between them. `#` begins a comment, but `#HttpOnly_` a cookie.
 *
 * @see https://curl.se/docs/http-cookies.html
 */
export function ofCookiesTxt(text: string): Pasted {
  const cookies = text.split(/\r?\n/).flatMap((line): PastedCookie[] => {
    const fields = fieldsOf(line);
    if (!fields) return [];
    const [domain = '', , , , expires = '0', name = '', ...rest] = fields;
    return [{ name, value: rest.join('\t'), domain, ...(Number(expires) > 0 ? { expiresAt: Number(expires) * 1000 } : {}) }];
  });
  return { form: 'cookies-txt', cookies };
}

/** Tabs become blanks when such a file is copied from a page. */
function fieldsOf(line: string): readonly string[] | undefined {
  const content = line.replace(/^#HttpOnly_/, '');
  if (content.startsWith('#')) return undefined;
  const [, ...fields] = /^(\S+)(?:\t| +)(TRUE|FALSE)(?:\t| +)(\S+)(?:\t| +)(TRUE|FALSE)(?:\t| +)(-?\d+)(?:\t| +)([^\t ]+)(?:\t| +|$)(.*)$/i.exec(content) ?? [];
  return fields.length ? fields : undefined;
}

export const isCookiesTxt = (text: string): boolean => text.split(/\r?\n/).some((line) => fieldsOf(line) !== undefined);

const Cookie = z.looseObject({
  name: z.string(),
  value: z.string(),
  domain: z.string().optional(),
  /** Seconds of the epoch: extensions. */
  expirationDate: z.number().optional(),
  /** Seconds, -1 for none: Playwright; ISO 8601: HAR. */
  expires: z.union([z.number(), z.string()]).nullish(),
});
const Header = z.looseObject({ name: z.string(), value: z.string() });
const Har = z.looseObject({
  log: z.looseObject({
    entries: z.array(
      z.looseObject({
        request: z.looseObject({ url: z.string(), cookies: z.array(Cookie).default([]), headers: z.array(Header).default([]) }),
        response: z.looseObject({ cookies: z.array(Cookie).default([]) }).optional(),
      }),
    ),
  }),
});
const StorageState = z.looseObject({ cookies: z.array(Cookie) });

/** What a JSON text holds: the list of an extension, Playwright's storageState, or a HAR; `undefined` for any other. */
export function ofJson(value: unknown, isOurs: (host: string) => boolean): Pasted | undefined {
  const list = z.array(Cookie).safeParse(value);
  if (list.success) return { form: 'extension', cookies: list.data.map(toPasted) };
  const state = StorageState.safeParse(value);
  if (state.success) return { form: 'storage-state', cookies: state.data.cookies.map(toPasted) };
  const har = Har.safeParse(value);
  return har.success ? ofHar(har.data, isOurs) : undefined;
}

/** The cookies of the requests to Scopus, later ones in the place of earlier ones; all other requests are passed over. */
function ofHar({ log }: z.output<typeof Har>, isOurs: (host: string) => boolean): Pasted {
  const byName = new Map<string, PastedCookie>();
  let userAgent: string | undefined;
  let url: string | undefined;
  for (const { request, response } of log.entries) {
    if (!URL.canParse(request.url) || !isOurs(new URL(request.url).hostname)) continue;
    const told = ofHeaders(request.headers.map(({ name, value }) => [name, value]));
    const sent = request.cookies.length ? request.cookies.map(withoutDomain) : told.cookies;
    for (const cookie of [...sent, ...(response?.cookies ?? []).map(withoutDomain)]) byName.set(cookie.name, cookie);
    userAgent = told.userAgent ?? userAgent;
    url = request.url;
  }
  return { form: 'har', cookies: [...byName.values()], ...(userAgent === undefined ? {} : { userAgent }), ...(url === undefined ? {} : { url }) };
}

/** It was sent to Scopus, whatever the domain it is kept under. */
const withoutDomain = (cookie: z.output<typeof Cookie>): PastedCookie => {
  const { domain: _, ...rest } = toPasted(cookie);
  return rest;
};

function toPasted({ name, value, domain, expirationDate, expires }: z.output<typeof Cookie>): PastedCookie {
  const at = typeof expires === 'string' ? Date.parse(expires) : (expirationDate ?? expires ?? Number.NaN) * 1000;
  return { name, value, ...(domain ? { domain } : {}), ...(at > 0 ? { expiresAt: at } : {}) };
}
