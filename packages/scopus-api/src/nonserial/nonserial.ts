import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import { withoutEmpty } from '@scopekit/record';
import { linksBy, members, plain, text } from '../wire/values.ts';
import { type NonserialAnswer, nonserialEndpoint } from './endpoint.ts';

/** A book as Elsevier's catalogue has it. */
export interface BookTitle {
  title?: string;
  isbn?: string;
  edition?: string;
  type?: string;
  authors?: string;
  editors?: string;
  description?: string;
  publisher?: { id?: string; name?: string };
  /** `coverimage`, `homepage`, `search`, `self`. */
  links?: Readonly<Record<string, string>>;
}

/** @throws ElsevierError `bad-id` for what is no ISBN, `not-found`, … */
export async function book(client: Client, isbn: string, ask: AskOptions = {}): Promise<BookTitle> {
  const compact = isbn.replace(/[\s-]/g, '').toUpperCase();
  if (!/^(?:\d{13}|\d{9}[\dX])$/.test(compact))
    throw new ElsevierError({ reason: 'bad-id', message: `"${isbn.slice(0, 100)}" is no ISBN.`, next: 'Write its 10 or 13 digits.' });
  const [entry] = await client.ask(nonserialEndpoint, { isbn: compact }, ask);
  if (!entry) throw new ElsevierError({ reason: 'not-found', message: `There is no book with the ISBN ${isbn}.`, api: nonserialEndpoint.name });
  return toBook(entry);
}

export function toBook(wire: NonserialAnswer[number]): BookTitle {
  const publisher = members(wire['dc:publisher']);
  return withoutEmpty<BookTitle>({
    title: plain(wire['dc:title']),
    isbn: text(wire['prism:isbn']),
    edition: text(wire['prism:edition']),
    type: text(wire['prism:aggregationType']),
    authors: plain(wire.authors ?? wire['dc:creator']),
    editors: plain(wire.editors ?? wire['dc:contributor']),
    description: plain(wire.description ?? wire['dc:description']),
    publisher: withoutEmpty({ id: text(publisher['@id']), name: plain(publisher.$ ?? wire['dc:publisher']) }),
    links: { ...linksBy(wire.link), ...(text(wire['prism:url']) ? { self: text(wire['prism:url']) as string } : {}) },
  });
}
