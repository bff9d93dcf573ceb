import { createHash } from 'node:crypto';

interface Page {
  readonly title: string;
  readonly style: string;
  readonly script: string;
}

/** The beginning of a page that holds everything, into its header. It may show its own style and run its own script, nothing else. */
export function pageHead({ title, style, script }: Page): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
`;
}

/** An address from a record is a link only if it leads to the web. */
export const link = (href: string, text: string) =>
  /^https?:\/\//i.test(href) ? `<a href="${escaped(href)}" rel="noreferrer">${escaped(text)}</a>` : escaped(text);

export const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
