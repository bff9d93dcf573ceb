import { parseDoi, parsePii } from '@scopekit/record';
import type { DecisionInput } from '../decision/decide.ts';
import type { VersionPermission } from '../hosting/to-permission.ts';
import { dayOf } from '../wire/node.ts';
import type { ArticleId, Asker } from './page-checks.ts';

/** What holds for all elements of a page that do not say otherwise themselves. */
export interface PageSettings {
  readonly apiKey?: string;
  readonly baseUrl?: string;
}

/** What an element's attributes ask. */
export interface Question {
  readonly asker: Asker;
  readonly id: ArticleId;
  readonly pii?: string;
  readonly doi?: string;
  readonly audience: DecisionInput['audience'];
  readonly onError: DecisionInput['onError'];
  /** Address of the accepted manuscript. */
  readonly manuscript?: string;
  /** What the repository knows of the manuscript: there is nothing to ask then. */
  readonly known?: VersionPermission;
  readonly pdf: 'off' | 'entitled' | 'preview';
  readonly consent: 'given' | 'required' | 'ask';
  /** Title of the article, to tell its links from those of others. */
  readonly label?: string;
}

export const noInsttoken = 'an insttoken must never stand in a page';

/** Attributes, read. An attribute that is not understood is told to `warn`, and is as if it were not there. */
export function questionOf(element: Element, page: PageSettings, warn: (problem: string) => void): Question | undefined {
  const given = <T>(name: string, read: (text: string) => T | undefined): T | undefined => {
    const text = element.getAttribute(name)?.trim();
    const value = text ? read(text) : undefined;
    if (text && value === undefined) warn(`${name}="${text}" is not understood`);
    return value;
  };
  const oneOf = <T extends string>(name: string, ...values: readonly [T, ...T[]]): T =>
    given(name, (text) => values.find((value) => value === text)) ?? values[0];
  const [pii, doi, apiKey] = [given('pii', parsePii), given('doi', parseDoi), given('api-key', String) ?? page.apiKey];
  const refused = element.hasAttribute('insttoken') ? noInsttoken : !apiKey || !(pii || doi) ? 'needs api-key and pii or doi' : undefined;
  if (!apiKey || refused) return warn(refused ?? '') as undefined;
  const [manuscript, licence, label] = [given('am-href', (text) => addressOf(text, element.baseURI)), given('am-license', addressOf), given('label', String)];
  // what nobody can read opens nothing
  const known = given('am-from', permissionOf) ?? (element.getAttribute('am-from') ? permissionOf('forthcoming') : undefined);
  return {
    asker: { apiKey, baseUrl: (given('base-url', String) ?? page.baseUrl ?? 'https://api.elsevier.com').replace(/\/+$/, '') },
    id: pii ? { kind: 'pii', value: pii } : { kind: 'doi', value: doi ?? '' },
    pii,
    doi,
    audience: oneOf('audience', 'public', 'internal'),
    onError: oneOf('on-error', 'conservative', 'table3'),
    manuscript,
    known: known && { ...known, licence },
    pdf: oneOf('pdf', 'off', 'entitled', 'preview'),
    // nor does it consent
    consent: element.hasAttribute('consent') ? oneOf('consent', 'required', 'ask') : 'given',
    label,
  };
}

/** A web address, read as links of a page at `base` are; anything that could run is none. */
export function addressOf(written: string, base?: string): string | undefined {
  const url = URL.canParse(written, base) ? new URL(written, base) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** The permission that `am-from` tells: a day, `now`, `not-allowed` or `forthcoming`. */
function permissionOf(text: string): VersionPermission | undefined {
  if (text === 'not-allowed' || text === 'forthcoming') return { version: 'AM', status: text, grants: [] };
  const from = dayOf(text);
  if (text !== 'now' && !(from && new Date(from).toJSON()?.startsWith(from))) return undefined;
  return { version: 'AM', status: 'allowed', grants: [{ audience: 'public', affiliations: [], from }] };
}
