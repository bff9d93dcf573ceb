import { decodeHTML } from 'entities';

const attributes = String.raw`(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*`;
const tags = (names: string) => new RegExp(String.raw`</?(?:${names})${attributes}\s*/?>`, 'gi');

/** Markup that Scopus and publishers leave in titles and abstracts, around lines and within them. `<` before anything else is text. */
const block = tags('p|br|div|li|ul|ol|h[1-6]|jats:(?:p|title|sec|list|list-item)|ce:(?:para|simple-para|section-title|abstract-sec)');
const inline = tags(String.raw`sup|sub|inf|i|b|u|em|it|strong|bold|italic|underline|sc|small|tt|span|font|a|(?:jats|mml|ce|xocs):[\w-]+`);

/** Most names and many titles have none of these, and are plain already. */
const special = /[<&\p{Cc}]| {2}|^ | $/u;

/**
 * Text as a reader sees it: markup removed, HTML entities resolved once, white space folded, control characters dropped.
 *
 * Unknown tags stay as text, so `p < 0.05 and q > 1` and a title about `<script>` survive.
 */
export function plainText(text: string): string {
  if (!special.test(text)) return text;
  return decodeHTML(text.replace(block, ' ').replace(inline, ''))
    .replace(/[ \t\r\n\f]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}
