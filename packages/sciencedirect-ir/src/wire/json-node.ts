import { localName, type WireNode } from './node.ts';

/** A JSON answer as a node. `null` and empty texts are there, without a text. */
export function jsonNode(value: unknown, name = ''): WireNode {
  const members = value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const attributes = new Map(members.flatMap(([key, member]) => (key.startsWith('@') ? [[localName(key.slice(1)), scalar(member)] as const] : [])));
  const children = members.flatMap(([key, member]) =>
    key.startsWith('@') || key === '$' ? [] : (Array.isArray(member) ? member : [member]).map((one) => jsonNode(one, localName(key))),
  );
  const own = members.length ? scalar((value as Record<string, unknown>).$) : scalar(value);
  return {
    name,
    children,
    all: (wanted) => children.filter((child) => child.name === wanted),
    one: (wanted) => children.find((child) => child.name === wanted),
    attribute: (wanted) => attributes.get(wanted),
    get text() {
      return [own, ...children.map(({ text }) => text)].filter(Boolean).join(' ') || undefined;
    },
  };
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() || undefined : undefined;
}
