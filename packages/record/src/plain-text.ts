import { decodeHTML } from 'entities';

const attributes = String.raw`(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*`;
const tags = (names: string) => new RegExp(String.raw`</?(?:${names})${attributes}\s*/?>`, 'gi');

/** Markup that Scopus and publishers leave in titles and abstracts, around lines and within them. `<` before anything else is text. */
const block = tags('p|br|div|li|ul|ol|h[1-6]|jats:(?:p|title|sec|list|list-item)|ce:(?:para|simple-para|section-title|abstract-sec)');
const inline = tags(String.raw`sup|sub|inf|i|b|u|em|it|strong|bold|italic|underline|sc|small|tt|span|font|a|(?:jats|mml|ce|xocs):[\w-]+`);

/** `<`, `&`, or a control character, which is what lies neither in the printable part of ASCII nor from U+00A0 on. */
const special = /[^ -%'-;=-~\xa0-\uffff]/;

/** Most names and many titles are plain already. */
const isPlain = (text: string): boolean => !special.test(text) && !text.includes('  ') && !text.startsWith(' ') && !text.endsWith(' ');

/**
 * Text as a reader sees it: markup removed, HTML entities resolved once, white space folded, control characters dropped.
 *
 * Unknown tags stay as text, so `p < 0.05 and q > 1` and a title about `<script>` survive.
 */
export function plainText(text: string): string {
  if (isPlain(text)) return text;
  return decodeHTML(text.replace(block, ' ').replace(inline, ''))
    .replace(/[ \t\r\n\f]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}
