import { decodeHTML } from 'entities';

/** Inline markup that Scopus and publishers leave in titles and abstracts; `<` before anything else is text. */
const markup = /<\/?(?:sup|sub|inf|i|b|u|em|it|strong|bold|italic|underline|sc|small|br|p|tt|span|font|h[1-6]|(?:jats|mml|ce|xocs):[\w-]+)(?:\s[^<>]*)?\/?>/gi;

/**
 * Text as a reader sees it: inline markup removed, HTML entities resolved once, white space folded.
 *
 * Unknown tags stay as text, so `p < 0.05 and q > 1` and a title about `<script>` survive.
 */
export function plainText(text: string): string {
  return decodeHTML(text.replace(markup, ''))
    .replace(/[ \t\r\n\f]+/g, ' ')
    .trim();
}
