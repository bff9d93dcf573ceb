import { createHash } from 'node:crypto';

/** What a page that holds everything may do: show its own style and run its own script, nothing else. */
export function policy({ style, script }: { readonly style: string; readonly script: string }): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}`;
}

/** An address from a record is a link only if it leads to the web. */
export const link = (href: string, text: string) =>
  /^https?:\/\//i.test(href) ? `<a href="${escaped(href)}" rel="noreferrer">${escaped(text)}</a>` : escaped(text);

export const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
