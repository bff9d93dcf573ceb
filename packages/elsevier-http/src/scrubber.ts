/** Takes secrets out of texts, wherever and however they are written. */
export interface Scrubber {
  text(text: string): string;
  /** The same value with every string in it scrubbed, keys included. */
  tree<T>(value: T): T;
  /** The same bytes, or a scrubbed copy. */
  bytes(body: Uint8Array): Uint8Array;
}

const hidden = '[secret]';
const shortest = 6;

/**
 * A scrubber of these secrets: as they are, percent-encoded once or twice, escaped in JSON or HTML, in hexadecimal, and in base64 at any
 * alignment (as in a proxy's `Basic` header). Secrets under six characters are left alone: they would match ordinary words.
 */
export function createScrubber(secrets: readonly (string | undefined)[]): Scrubber {
  const known = secrets.filter((secret): secret is string => !!secret && secret.length >= shortest);
  const forms = new Set(known.flatMap(inParts).flatMap(formsOf));
  if (!forms.size) return { text: (text) => text, tree: (value) => value, bytes: (body) => body };
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const patterns = inPieces(longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))).map((piece) => new RegExp(piece.join('|'), 'gi'));

  const text = (value: string) => patterns.reduce((scrubbed, pattern) => scrubbed.replace(pattern, hidden), value);
  function tree(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(tree);
    if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [text(key), tree(part)]));
    return value;
  }
  return {
    text,
    tree: <T>(value: T) => tree(value) as T,
    bytes: (body) => {
      const raw = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      return longestFirst.some((form) => raw.includes(form)) ? new TextEncoder().encode(text(raw.toString('utf8'))) : body;
    },
  };
}

/** A regular expression has a greatest size. */
const largestPattern = 100_000;

/** So is one of our forms: a very long secret is hidden part by part. */
const longest = 2_000;
const inParts = (secret: string): string[] => secret.match(new RegExp(`[^]{1,${longest}}`, 'g')) ?? [];

function inPieces(forms: readonly string[]): string[][] {
  const pieces: string[][] = [[]];
  let size = 0;
  for (const form of forms) {
    if (size + form.length > largestPattern && size) {
      pieces.push([]);
      size = 0;
    }
    pieces.at(-1)?.push(form);
    size += form.length;
  }
  return pieces;
}

function formsOf(secret: string): string[] {
  const once = encodeURIComponent(secret);
  const all = [...secret].map((char) => `%${Buffer.from(char).toString('hex').match(/../g)?.join('%')}`).join('');
  const html = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  const slashed = secret.replaceAll('/', '\\/');
  const encoded = inBase64(secret);
  const decoded = percentDecoded(secret);
  return [
    secret,
    slashed,
    once,
    once.replace(/%../g, (code) => code.toLowerCase()),
    encodeURIComponent(once),
    encodeURI(secret),
    all,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(slashed).slice(1, -1),
    html,
    Buffer.from(secret).toString('hex'),
    decoded,
    secret.replace(/^"(.*)"$/, '$1'),
    ...encoded,
    ...encoded.map(encodeURIComponent),
  ].filter((form) => form.length >= shortest);
}

/** Cookies are often percent-encoded, and pages show them decoded. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The characters of the base64 that depend on the secret alone, whatever stands before and after it. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    const own = encoded.slice(before === 0 ? 0 : before + 1, whole);
    return [own, own.replace(/\+/g, '-').replace(/\//g, '_')];
  });
}
