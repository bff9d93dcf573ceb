import { parseQuery, withoutField } from '@scopekit/scopus-api';

const mostNamed = 5;

/** What to say of words that stand beside fields and in none: they mean more than they look. */
export function fieldlessNotice(query: string): string | undefined {
  const words = withoutField(parseQuery(query));
  if (!words.length) return undefined;
  const named = words.length > mostNamed ? `${words.slice(0, mostNamed).join(', ')} and ${words.length - mostNamed} more words` : words.join(', ');
  return `In no field: ${named}. Scopus looks for that everywhere, in addresses and references, too; TITLE-ABS-KEY(…) is title, abstract and keywords.`;
}
