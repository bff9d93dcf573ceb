/** An element of an answer, before it is known whether it goes out as XML or as JSON. */
export interface Tree {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Tree | undefined)[];
  /** A truth value stays one in JSON. */
  readonly text?: string | boolean;
  /** A list in JSON even when it is one. */
  readonly list?: boolean;
}

export const el = (name: string, content?: string | boolean | readonly (Tree | undefined)[], attributes?: Readonly<Record<string, string>>): Tree => ({
  name,
  ...(attributes ? { attributes } : {}),
  ...(Array.isArray(content) ? { children: content } : content === undefined ? {} : { text: content as string | boolean }),
});

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function toXml({ name, attributes = {}, children = [], text }: Tree): string {
  const head = `${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}`;
  const inner = text === undefined ? children.map((child) => (child ? toXml(child) : '')).join('') : escaped(String(text));
  return inner ? `<${head}>${inner}</${name}>` : `<${head}/>`;
}

/** Elsevier's way: `@` before attributes, `$` for the text beside them, one thing or a list, `null` for what is empty. */
export function toJson({ attributes = {}, children = [], text }: Tree): unknown {
  const given = children.filter((child) => child !== undefined);
  const own = Object.fromEntries(Object.entries(attributes).flatMap(([key, value]) => (key.startsWith('xmlns') ? [] : [[`@${key}`, value]])));
  if (text !== undefined) return Object.keys(own).length ? { ...own, $: text } : text;
  if (!given.length) return Object.keys(own).length ? own : null;
  const names = [...new Set(given.map(({ name }) => name))];
  const members = names.map((name) => {
    const same = given.filter((child) => child.name === name);
    const values = same.map(toJson);
    return [name, values.length > 1 || same[0]?.list ? values : values[0]] as const;
  });
  return { ...own, ...Object.fromEntries(members) };
}
