import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

/** Bundles the bin of the package in the working folder: a launcher, and chunks that are loaded when needed. */
const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
const [name = ''] = Object.keys(bin);

export default defineConfig({
  input: { [name]: 'src/launch.ts' },
  platform: 'node',
  /**
   * What is installed beside it, or not: a keychain is native, a citation processor has a licence of its own, and brings the
   * core that it plugs into. The reader of BibTeX plugs into one of ours.
   */
  external: (id, importer = '') =>
    /^@napi-rs\/keyring|^@citation-js\/plugin-csl/.test(id) || (id === '@citation-js/core' && /operations\/src\/formatted/.test(importer)),
  resolve: { conditionNames: ['@scopekit/source', 'node', 'import', 'default'] },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunk-[hash].mjs',
  },
  plugins: [thirdParty()],
});

/** Lists the packages that are really inside, each with its licence text. */
function thirdParty(): Plugin {
  return {
    name: 'third-party',
    generateBundle() {
      const folders = new Set([...this.getModuleIds()].flatMap((id) => packageFolder(id) ?? []));
      const texts = [...folders].map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : 'No licence text in the package.'}\n`;
      });
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source: texts.sort().join(`\n${'-'.repeat(80)}\n\n`) });
    },
  };
}

function packageFolder(id: string): string | undefined {
  const inside = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/\\/g, '/'))?.[1];
  return inside && existsSync(join(inside, 'package.json')) ? inside : inside && packageFolder(dirname(inside));
}
