import { SaxesParser, type SaxesTagNS } from 'saxes';
import { localName, type WireNode } from './node.ts';

/** Elements in each other; full texts recorded reach 30. */
const deepest = 200;
/** Elements of what is kept; an answer with ten thousand authors has 60,000. */
const most = 250_000;

export interface XmlOptions {
  /** Elements, by name without prefix, whose content is passed over. */
  readonly without?: readonly string[];
}

/**
 * An XML answer as a node: its root. Names are compared without their prefix; no entity but XML's own is known, no document
 * type is taken, and depth and number of elements have a limit.
 *
 * @throws Error in plain words.
 */
export function xmlNode(body: Uint8Array, { without = [] }: XmlOptions = {}): WireNode {
  const passed = new Set(without);
  const parser = new SaxesParser({ xmlns: true });
  const open: Element[] = [];
  let root: Element | undefined;
  let skipping = 0;
  let depth = 0;
  let count = 0;
  parser.on('error', (error) => {
    throw new Error(`it is not XML (${error.message.replace(/^\d+:\d+: /, '').slice(0, 80)})`);
  });
  parser.on('doctype', () => {
    throw new Error('it has a document type, which no answer of Elsevier has');
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    if (++depth > deepest) throw new Error(`its elements are more than ${deepest} deep`);
    if (skipping) return void skipping++;
    if (++count > most) throw new Error(`it has more than ${most.toLocaleString('en')} elements`);
    const element = new Element(tag);
    open.at(-1)?.parts.push(element);
    if (passed.has(tag.local)) return void skipping++;
    root ??= element;
    open.push(element);
  });
  const text = (piece: string) => {
    if (!skipping) open.at(-1)?.parts.push(piece);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', () => {
    depth--;
    if (skipping) skipping--;
    else open.pop();
  });
  const decoder = new TextDecoder();
  for (let at = 0; at < body.byteLength; at += pieceBytes) parser.write(decoder.decode(body.subarray(at, at + pieceBytes), { stream: true }));
  parser.write(decoder.decode()).close();
  if (!root) throw new Error('it is empty');
  return root;
}

const pieceBytes = 256 * 1024;

const none: ReadonlyMap<string, string> = new Map();

class Element implements WireNode {
  readonly name: string;
  readonly parts: (Element | string)[] = [];
  private readonly attributes: ReadonlyMap<string, string>;

  constructor({ local, attributes }: SaxesTagNS) {
    this.name = local;
    const given = Object.values(attributes);
    this.attributes = given.length ? new Map(given.map(({ name, value }) => [localName(name), value])) : none;
  }

  get children(): readonly Element[] {
    return this.parts.filter((part) => typeof part !== 'string');
  }

  all(name: string): readonly WireNode[] {
    return this.children.filter((child) => child.name === name);
  }

  one(name: string): WireNode | undefined {
    return this.children.find((child) => child.name === name);
  }

  attribute(name: string): string | undefined {
    return this.attributes.get(name)?.trim() || undefined;
  }

  get text(): string | undefined {
    return this.whole.replace(/\s+/g, ' ').trim() || undefined;
  }

  private get whole(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.whole)).join('');
  }
}
