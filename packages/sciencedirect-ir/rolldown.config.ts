import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'rolldown';

/** What a page may be asked to load, in bytes after gzip. */
const mostBytes = 6_000;

/**
 * What a browser loads, each as one file, as it has no package manager: the page element for `import` and for
 * `<script src>`, and its checks without the element.
 */
export default defineConfig(
  [
    { file: 'element', format: 'esm' as const, ending: '.js' },
    { file: 'element', format: 'iife' as const, ending: '.iife.js' },
    { file: 'headless', format: 'esm' as const, ending: '.js' },
  ].map(({ file, format, ending }) => ({
    input: { [file]: `src/element/${file}.ts` },
    platform: 'browser' as const,
    resolve: { conditionNames: ['@scopekit/source', 'import', 'default'] },
    output: {
      dir: 'dist',
      format,
      name: 'ScienceDirectAccess',
      minify: true,
      comments: false,
      esModule: false,
      generatedCode: { symbols: false },
      entryFileNames: `[name]${ending}`,
    },
    plugins: [weighed()],
  })),
);

/** Says how heavy each file is, and its hash for `integrity`; refuses what is too heavy. */
function weighed(): Plugin {
  return {
    name: 'weighed',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const gzipped = gzipSync(file.code).length;
        const integrity = `sha384-${createHash('sha384').update(file.code).digest('base64')}`;
        console.log(`${file.fileName}: ${file.code.length} bytes, ${gzipped} after gzip (at most ${mostBytes}), integrity="${integrity}"`);
        if (gzipped > mostBytes) this.error(`${file.fileName} has ${gzipped} bytes after gzip; at most ${mostBytes} may be`);
      }
    },
  };
}
