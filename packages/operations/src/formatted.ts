import { ElsevierError } from '@scopekit/elsevier-http';
import { type CslItem, toCsl } from '@scopekit/formats';
import type { Work } from '@scopekit/record';

/** Reference styles that come with the citation processor. */
const builtIn: readonly string[] = ['apa', 'vancouver', 'harvard1'];

interface Processor {
  readonly Cite: new (items: readonly CslItem[]) => { format(kind: 'bibliography', options: { format: 'text' | 'html'; style: string; lang: string }): string };
  readonly plugins: { readonly config: { get(name: '@csl'): { styles: { has(name: string): boolean; add(name: string, style: string): void } } } };
}

export interface FormatOptions {
  /** `apa`, `vancouver`, `harvard1`, or the text of a CSL style. */
  readonly style: string;
  readonly as?: 'text' | 'html';
  readonly language?: string;
}

/**
 * References of works in a style, one each, by citation-js and its CSL plugin, which are installed only by those who want
 * them: their engine has a licence of its own (CPAL or AGPL).
 *
 * @throws ElsevierError `bad-input` when they are not installed, or the style is not known.
 * @see https://citation.js.org
 */
export async function formatted(works: readonly Work[], { style, as = 'text', language = 'en-US' }: FormatOptions): Promise<string[]> {
  const { Cite, plugins } = await processor();
  const { styles } = plugins.config.get('@csl');
  const own = style.trimStart().startsWith('<');
  if (own) styles.add('own', style);
  const name = own ? 'own' : style.toLowerCase();
  if (!styles.has(name))
    throw new ElsevierError({
      reason: 'bad-input',
      message: `There is no reference style ${style}.`,
      next: `Use ${builtIn.join(', ')}, or the file of a style from https://www.zotero.org/styles.`,
    });
  return works.map((work) => new Cite([toCsl(work)]).format('bibliography', { format: as, style: name, lang: language }).trim().replace(/\s+/g, ' '));
}

async function processor(): Promise<Processor> {
  try {
    const core = (await import('@citation-js/core')) as unknown as Processor;
    await import('@citation-js/plugin-csl');
    return core;
  } catch (error) {
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'Formatted references need a citation processor, which is not installed.',
      next: 'npm install @citation-js/core @citation-js/plugin-csl (with -g beside a global scopekit). Its licence is CPAL or AGPL.',
      cause: error,
    });
  }
}
