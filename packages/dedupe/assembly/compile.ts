import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

/** The kernel as its source gives it, as base64. */
export async function compiled(): Promise<{ base64: string; size: number }> {
  let bytes = Buffer.alloc(0);
  const { error, stderr } = await asc.main(
    ['title-pairs.ts', '--runtime', 'stub', '-O3', '--noAssert', '--importMemory', '--enable', 'simd', '--outFile', 'kernel.wasm'],
    {
      readFile: (name: string) => (name === 'title-pairs.ts' ? readFileSync(new URL('title-pairs.ts', import.meta.url), 'utf8') : null),
      writeFile: (name, data) => {
        if (name === 'kernel.wasm') bytes = Buffer.from(data);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return { base64: bytes.toString('base64'), size: bytes.length };
}
