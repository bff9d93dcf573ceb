import { parseQuery, type Query } from './parse.ts';

/** Longest query, percent-encoded, that is sure to pass every server on the way. Elsevier tells no figure; others cap the whole address at 2,800. */
const safeLength = 2_000;

const encodedLength = (text: string) => encodeURIComponent(text).length;

/**
 * A query as several that together find the same, each short enough: a list joined by OR, alone or in one field, is cut
 * into shorter lists. A query that is short, or no such list, stays one.
 */
export function splitQuery(query: string, longest = safeLength): string[] {
  if (encodedLength(query) <= longest) return [query];
  const { tree } = parseQuery(query);
  const list = tree && listIn(tree);
  if (!list) return [query];
  const [head, tail] = [query.slice(0, list.at), query.slice(list.end)];
  return shortLists(
    list.parts.map((part) => query.slice(part.at, part.end)),
    longest - encodedLength(head + tail),
  ).map((items) => `${head}${items}${tail}`);
}

function listIn(tree: Query): { readonly at: number; readonly end: number; readonly parts: readonly Query[] } | undefined {
  if (tree.kind === 'field') return listIn(tree.inner);
  return tree.kind === 'or' ? tree : undefined;
}

/** Items joined by OR, as many in each list as fit. */
function shortLists(items: readonly string[], room: number): string[] {
  const lists: string[][] = [[]];
  let length = 0;
  for (const item of items) {
    const more = encodedLength(` OR ${item}`);
    if (length + more > room && lists.at(-1)?.length) {
      lists.push([]);
      length = 0;
    }
    lists.at(-1)?.push(item);
    length += more;
  }
  return lists.map((list) => list.join(' OR '));
}
