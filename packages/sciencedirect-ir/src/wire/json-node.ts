import { localName, type WireNode } from './node.ts';

/** A JSON answer as a node. `null` and empty texts are there, without a text. */
export function jsonNode(value: unknown, name = ''): WireNode {
  const members = value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const children = members.flatMap(([key, member]) => (/^[@$]/.test(key) ? [] : [member].flat().map((one) => jsonNode(one, localName(key)))));
  const own = scalar(members.length ? (value as Record<string, unknown>).$ : value);
  return {
    name,
    children,
    all: (wanted) => children.filter((child) => child.name === wanted),
    one: (wanted) => children.find((child) => child.name === wanted),
    attribute: (wanted) => scalar(members.find(([key]) => key.startsWith('@') && localName(key.slice(1)) === wanted)?.[1]),
    get text() {
      return [own, ...children.map(({ text }) => text)].filter(Boolean).join(' ') || undefined;
    },
  };
}

const scalar = (value: unknown): string | undefined => (/^(?:string|number|boolean)$/.test(typeof value) ? String(value).trim() || undefined : undefined);
