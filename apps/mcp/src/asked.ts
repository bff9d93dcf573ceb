import { z } from 'zod';
import { ToolError } from './tool-error.ts';

/** Names that models give a parameter, beside its own; compared without case and underscores. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  query: ['q', 'search', 'searchquery', 'querystring', 'text', 'keywords', 'words', 'term', 'terms', 'topic', 'name'],
  words: ['q', 'query', 'search', 'searchquery', 'text', 'keywords', 'qs'],
  keywords: ['keyword', 'topics', 'topic', 'terms'],
  what: ['query', 'q', 'id', 'ids', 'authorid', 'authorids', 'orcid', 'orcids', 'affiliationid', 'affiliationids', 'issn', 'issns', 'title', 'name', 'search'],
  ids: ['id', 'eid', 'eids', 'doi', 'dois', 'pii', 'piis', 'pmid', 'pmids', 'scopusid', 'scopusids', 'identifier', 'identifiers', 'documentids', 'works'],
  limit: ['count', 'max', 'maxresults', 'maxdocuments', 'num', 'n', 'size', 'pagesize', 'perpage', 'rows', 'top'],
  cursor: ['nextcursor', 'pagetoken', 'nextpagetoken'],
  years: ['year', 'date', 'daterange', 'yearrange', 'pubyear', 'publicationyear', 'publicationyears'],
  sort: ['sortby', 'order', 'orderby'],
  run: ['jobid', 'job', 'runid', 'surveyid', 'survey', 'id', 'handle'],
  runs: ['jobids', 'jobid', 'run', 'survey', 'surveys'],
  paths: ['path', 'file', 'files', 'filename', 'filenames', 'records'],
  path: ['file', 'filename'],
  file: ['filename', 'output', 'out', 'outputfile', 'outputpath'],
  pub: ['journal', 'source', 'publication', 'srctitle'],
  authors: ['author'],
  openAccess: ['oa'],
  dryRun: ['estimate', 'preview'],
  waitSeconds: ['wait', 'timeout'],
  include: ['fields', 'parts'],
};

/** What a call asks, read as it was meant. */
export interface Asked {
  readonly args: Readonly<Record<string, unknown>>;
  /** What was left out of account, in a sentence each. */
  readonly told: readonly string[];
}

const mostArguments = 100;

const plain = (name: string): string => name.replace(/[_\s-]/g, '').toLowerCase();

/**
 * Arguments under their own names: other common names are taken for them, a null for nothing, one value for a list of one,
 * a number or a truth written as text for itself; what no parameter takes is told, not refused.
 *
 * @throws ToolError BAD_INPUT
 */
export function askedOf(input: z.ZodObject, given: unknown): Asked {
  const shape = input.shape as Readonly<Record<string, z.ZodType>>;
  const known = Object.keys(shape);
  const args = new Map<string, unknown>();
  const strange: string[] = [];
  const entries = given && typeof given === 'object' ? Object.entries(given) : [];
  if (entries.length > mostArguments) throw new ToolError('BAD_INPUT', `${entries.length} parameters are given.`, `Give some of ${known.join(', ')}.`);
  const present = entries.filter(([, value]) => value !== null && value !== undefined);
  const named = new Set(present.map(([name]) => plain(name)));
  const span = new Map<string, string>();
  for (const [name, value] of present) {
    const end = known.includes('years') ? yearSide(plain(name)) : undefined;
    const own = known.find((key) => plain(key) === plain(name));
    const meant = own ?? known.find((key) => otherNames[key]?.includes(plain(name)) && !named.has(plain(key)));
    if (meant !== undefined && !args.has(meant)) args.set(meant, fitted(shape[meant] as z.ZodType, value));
    else if (end && /^\d{4}/.test(String(value))) span.set(/from|start|since/.test(end) ? 'from' : 'to', String(value).slice(0, 4));
    else strange.push(name);
  }
  if (span.size && args.has('years')) strange.push(...[...span.keys()].map((side) => `year ${side}`));
  else if (span.size) args.set('years', `${span.get('from') ?? '1788'}-${span.get('to') ?? ''}`);
  const told = strange.length ? [`Not known and left out of account: ${strange.map(quotable).join(', ')}. Parameters are ${known.join(', ')}.`] : [];
  const read = input.safeParse(Object.fromEntries(args));
  if (read.success) return { args: read.data, told };
  const problems = read.error.issues.map(({ path, message, code, ...issue }) => {
    const missing = path.length && args.get(String(path[0])) === undefined;
    const what = code === 'invalid_value' && 'values' in issue ? `must be ${(issue.values as unknown[]).join(' or ')}` : message;
    return `${path.join('.') || 'arguments'}: ${missing ? 'is missing' : what}`;
  });
  throw new ToolError(
    'BAD_INPUT',
    [`${[...new Set(problems)].join('; ')}.`, ...told].join(' '),
    'Call it again with that put right; its input schema tells what it takes.',
  );
}

/** Which end of a span of years a name means; a bare `start` or `end` may be of pages. */
function yearSide(name: string): string | undefined {
  const [, before, side, after] = /^(year|pubyear|date|years)?(from|start|since|to|end|until)(year|date)?$/.exec(name) ?? [];
  return before || after || side === 'since' || side === 'until' ? side : undefined;
}

const quotable = (name: string): string => name.replace(/[^\w.-]/g, '').slice(0, 40) || '?';

/** A value in the form its parameter takes, where that is plain. */
function fitted(schema: z.ZodType, value: unknown): unknown {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodArray) {
    if (typeof value === 'number') return [String(value)];
    if (typeof value !== 'string') return Array.isArray(value) ? value.map((one) => fitted(bare.element as z.ZodType, one)) : value;
    if (value.startsWith('[')) return listIn(value);
    return [value];
  }
  if (typeof value === 'number' && bare instanceof z.ZodString) return String(value);
  if (typeof value !== 'string') return value;
  if (bare instanceof z.ZodNumber && /^\s*\d+\s*$/.test(value)) return Number(value);
  if (bare instanceof z.ZodBoolean && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return value;
}

function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [text];
  }
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return unwrapped(schema.unwrap() as z.ZodType);
  return schema;
}
