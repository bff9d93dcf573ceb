/** Compiles title-pairs.ts to src/titles/kernel-bytes.ts, which is committed: sources run without a build. */
import { writeFileSync } from 'node:fs';
import { compiled } from './compile.ts';

const { base64, size } = await compiled();
const text = `/** WebAssembly of assembly/title-pairs.ts, ${size} bytes; made by \`pnpm --filter @scopekit/dedupe kernel\`. */
export const kernelBytes =
  '${base64}';
`;
writeFileSync(new URL('../src/titles/kernel-bytes.ts', import.meta.url), text);
