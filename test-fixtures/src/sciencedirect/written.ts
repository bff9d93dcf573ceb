import { serviceError, type WireAnswer, type WireRequest } from '../wire/answer.ts';
import { type Tree, toJson, toXml } from './tree.ts';

export const spaces = {
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:prism': 'http://prismstandard.org/namespaces/basic/2.0/',
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
};
export const licence = 'http://creativecommons.org/licenses/by-nc-nd/4.0/';

/** A tree as the request wants it. */
export function written(tree: Tree, request: WireRequest, status = 200): WireAnswer {
  const wanted = request.url.searchParams.get('httpAccept') ?? request.headers.accept ?? 'text/xml';
  return wanted.includes('json')
    ? { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify({ [tree.name]: toJson(tree) }) }
    : { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: `<?xml version="1.0" encoding="UTF-8"?>${toXml(tree)}` };
}

export const invalid = (text: string) => serviceError(400, 'INVALID_INPUT', text);
