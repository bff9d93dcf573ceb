import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { CachedAnswer } from '../cache.ts';

/** An answer as a row: headers as JSON, the body compressed. */
export interface PackedAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: Uint8Array;
  readonly storedAt: number;
}

export const packed = ({ status, headers, body, storedAt }: CachedAnswer): PackedAnswer => ({
  status,
  headers: JSON.stringify(headers),
  body: zstdCompressSync(body),
  storedAt,
});

/** `undefined` for a row that cannot be read: its answer is asked for again. */
export function unpacked({ status, headers, body, storedAt }: PackedAnswer): CachedAnswer | undefined {
  try {
    return { status, headers: JSON.parse(headers), body: zstdDecompressSync(body), storedAt };
  } catch {
    return undefined;
  }
}
