import { type Random, random } from './corpus/random.ts';

/** What breaks readers: signs that formats care about, bytes that are no text, names of prototypes. */
const splinters = [
  '"',
  '""',
  ',',
  ';',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '{',
  '}',
  '@article{',
  'TY  - JOUR\n',
  'ER  - \n',
  '<',
  '>',
  '</record>',
  '&amp;',
  '\\u201C',
  '\uFEFF',
  '\0',
  '__proto__',
  'constructor',
  '[',
  ']',
  '(',
].map((text) => Buffer.from(text));
const noText = Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]);

const changes: readonly ((bytes: Buffer, rng: Random, other: Buffer) => Buffer)[] = [
  (bytes, rng) => cut(bytes, rng, () => Buffer.alloc(0)),
  (bytes, rng) => cut(bytes, rng, (piece) => Buffer.concat([piece, piece])),
  (bytes, rng) => cut(bytes, rng, (piece) => Buffer.from(piece.toReversed())),
  (bytes, rng, other) => cut(bytes, rng, () => slice(other, rng, 2_000)),
  (bytes, rng) => bytes.subarray(0, rng.int(0, bytes.length)),
  (bytes, rng) => insert(bytes, rng, rng.pick(splinters)),
  (bytes, rng) => insert(bytes, rng, Buffer.concat(Array.from({ length: rng.int(1, 400) }, () => rng.pick(splinters)))),
  (bytes, rng) => insert(bytes, rng, noText),
  (bytes, rng) => Buffer.from(bytes.map((byte) => (rng.chance(0.001) ? rng.int(0, 255) : byte))),
  (bytes, rng, other) => Buffer.concat([bytes, slice(other, rng, 50_000)]),
];

/** A file changed in one to six ways; the same seed changes it in the same. */
export function mutated(bytes: Buffer, seed: number, other: Buffer = bytes): Buffer {
  const rng = random(seed);
  let changed = bytes;
  for (let times = rng.int(1, 6); times > 0; times--) changed = rng.pick(changes)(changed, rng, other);
  return changed;
}

function slice(bytes: Buffer, rng: Random, longest: number): Buffer {
  const from = rng.int(0, bytes.length);
  return bytes.subarray(from, from + rng.int(0, longest));
}

function cut(bytes: Buffer, rng: Random, change: (piece: Buffer) => Buffer): Buffer {
  const from = rng.int(0, bytes.length);
  const to = Math.min(bytes.length, from + rng.int(0, 500));
  return Buffer.concat([bytes.subarray(0, from), change(bytes.subarray(from, to)), bytes.subarray(to)]);
}

const insert = (bytes: Buffer, rng: Random, piece: Buffer): Buffer => {
  const at = rng.int(0, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
};
