/** Text as it may stand in an element or an attribute. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An element with a text, or with what has been written before; nothing for nothing. */
export function tag(name: string, content: string | readonly string[] | undefined, attributes: Readonly<Record<string, string | undefined>> = {}): string {
  const inner = typeof content === 'string' ? escaped(content) : (content ?? []).join('');
  const own = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(value)}"`]));
  return inner || own.length ? `<${name}${own.join('')}>${inner}</${name}>` : '';
}
