import { type HttpAnswer, jsonOf } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { jsonNode } from './json-node.ts';
import type { WireNode } from './node.ts';
import { type XmlOptions, xmlNode } from './xml-node.ts';

/** The root of an answer, in whatever form it came. @throws Error when it is neither XML nor JSON. */
export function nodeOf(answer: Pick<HttpAnswer, 'body'>, options?: XmlOptions): WireNode {
  const start = new TextDecoder().decode(answer.body.subarray(0, 200)).trimStart();
  if (start.startsWith('<')) return xmlNode(answer.body, options);
  const [root, ...others] = jsonNode(jsonOf(answer)).children;
  if (!root || others.length) throw new Error('it has no single root');
  return root;
}

/** A node whose root has this name. */
export const rooted = (name: string) => z.custom<WireNode>((value) => (value as WireNode | undefined)?.name === name, { error: `the root should be ${name}` });
