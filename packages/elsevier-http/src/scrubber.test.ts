import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseProxy } from './proxy.ts';
import { createScrubber } from './scrubber.ts';

const secret = fc.oneof(fc.stringMatching(/^[0-9a-f]{32}$/), fc.string({ minLength: 8, maxLength: 40 }));
const around = fc.string({ maxLength: 12 });

test('a secret is hidden wherever it stands, plain, percent-encoded or escaped', () => {
  fc.assert(
    fc.property(secret, around, around, (hidden, before, after) => {
      const { text } = createScrubber([hidden]);
      for (const form of [hidden, encodeURIComponent(hidden), encodeURIComponent(hidden).toLowerCase(), JSON.stringify(hidden).slice(1, -1)]) {
        expect(text(`${before}${form}${after}`).toLowerCase()).not.toContain(hidden.toLowerCase());
      }
    }),
  );
});

test('a secret is hidden in base64, whatever stands around it', () => {
  fc.assert(
    fc.property(secret, around, around, (hidden, before, after) => {
      const { text } = createScrubber([hidden]);
      for (const encoding of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(before + hidden + after).toString(encoding);
        const scrubbed = text(encoded);
        expect(scrubbed).toContain('[secret]');
        expect(scrubbed.length).toBeLessThan(encoded.length);
        for (const part of scrubbed.split('[secret]')) expect(Buffer.from(part, encoding).toString()).not.toContain(hidden);
      }
    }),
  );
});

test('a secret is hidden anywhere in a tree, its keys included, and the rest is untouched', () => {
  const hidden = 'SECRET-0123456789';
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { tree } = createScrubber([hidden]);
      expect(JSON.stringify(tree({ value, list: [hidden, { [hidden]: `x${hidden}y` }] }))).not.toContain(hidden);
      expect(tree(value)).toEqual(value);
    }),
  );
});

test('without secrets, or with one of a few characters, texts stay as they are', () => {
  expect(createScrubber([undefined, '', 'a']).text('a banana')).toBe('a banana');
});

test.for<[written: string, url: string]>([
  ['http://proxy.example:3128', 'http://proxy.example:3128'],
  ['proxy.example:3128', 'http://proxy.example:3128'],
  ['http://user:p%40ss%2Fw%25rd@proxy.example:3128', 'http://user:p%40ss%2Fw%25rd@proxy.example:3128/'],
  ['http://user:p@ss/w%rd@proxy.example:3128', 'http://user:p%40ss%2Fw%25rd@proxy.example:3128/'],
  ['socks5://user:secret@127.0.0.1:1080', 'socks5://user:secret@127.0.0.1:1080'],
])('the proxy %s', ([written, url]) => {
  expect(parseProxy(written).url.replace(/\/$/, '')).toBe(url.replace(/\/$/, ''));
});

test.for(['', 'http://', 'http://user:password@'])('the proxy "%s" cannot be read, and is not repeated', (written) => {
  expect(() => parseProxy(written)).toThrow(/cannot be read/);
});

test('a secret that is percent-encoded is hidden as it reads, too, and in hexadecimal', () => {
  const { text } = createScrubber(['abc%2Fdef%3D%3Dxyz']);
  expect(text('abc/def==xyz abc%2Fdef%3D%3Dxyz')).toBe('[secret] [secret]');
  expect(text(Buffer.from('abc%2Fdef%3D%3Dxyz').toString('hex'))).toBe('[secret]');
});

test('secrets of any size and number are hidden', () => {
  const secrets = Array.from({ length: 300 }, (_, i) => `secret-number-${i}-${'x'.repeat(400)}`);
  const { text } = createScrubber([...secrets, 'y'.repeat(200_000)]);
  expect(text(`a ${secrets[7]} b ${secrets[299]} c`)).toBe('a [secret] b [secret] c');
  expect(text('y'.repeat(200_000)).replaceAll('[secret]', '')).toBe('');
});
