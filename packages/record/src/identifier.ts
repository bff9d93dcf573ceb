import { parseDoi } from './doi.ts';
import { parsePii } from './pii.ts';

export const identifierKinds = ['eid', 'scopusId', 'doi', 'pii', 'pmid'] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

/** One work, named: which kind of identifier, and its canonical value. */
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly value: string;
}

/** What a pasted text names: one identifier, several that fit equally well, or none, with the reason. */
export type Identified =
  | Identifier
  | { readonly kind: 'ambiguous'; readonly couldBe: readonly Identifier[] }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * An EID in any case, with or without `EID:`: `2-s2.0-<Scopus id>`, or `1-s2.0-<PII>` and `3-s2.0-…` of ScienceDirect.
 *
 * @returns `undefined` for anything else, the EIDs of authors (`9-s2.0-`) and affiliations (`10-s2.0-`) included.
 */
export function parseEid(text: string): string | undefined {
  const eid = text
    .trim()
    .replace(/^eid\s*[:=]?\s*/i, '')
    .toLowerCase();
  if (/^2-s2\.0-\d{6,13}$/.test(eid)) return eid;
  const ofScienceDirect = /^([13])-s2\.0-(.+)$/.exec(eid);
  const pii = ofScienceDirect?.[2] && parsePii(ofScienceDirect[2]);
  return pii ? `${ofScienceDirect?.[1]}-s2.0-${pii}` : undefined;
}

/** A Scopus id of 8 to 13 digits, leading zeros kept, with or without `SCOPUS_ID:`; `undefined` for anything else. */
export function parseScopusId(text: string): string | undefined {
  const id = text.trim().replace(/^scopus(?:[_\s-]?id)?\s*[:=]?\s*/i, '');
  return /^\d{8,13}$/.test(id) ? id : undefined;
}

/** A PubMed id of 1 to 8 digits, with or without `PMID:`; `undefined` for anything else. */
export function parsePmid(text: string): string | undefined {
  const id = text.trim().replace(/^(?:pmid|pubmed(?:[_\s-]?id)?)\s*[:=]?\s*/i, '');
  return /^[1-9]\d{0,7}$/.test(id) ? id : undefined;
}

const addresses: readonly [pattern: RegExp, kind: IdentifierKind][] = [
  [/^https?:\/\/(?:www\.)?scopus\.com\/.*[?&]eid=([^&#]+)/i, 'eid'],
  [/^https?:\/\/(?:www\.)?scopus\.com\/.*[?&]scp=(\d+)/i, 'scopusId'],
  [/^https?:\/\/(?:www\.)?scopus\.com\/pages\/publications\/(\d+)/i, 'scopusId'],
  [/^https?:\/\/(?:www\.)?sciencedirect\.com\/.*\/pii\/([^/?#]+)/i, 'pii'],
  [/^https?:\/\/(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov\/pubmed)\/(\d+)/i, 'pmid'],
  [/^https?:\/\/api\.elsevier\.com\/content\/(?:abstract|article)\/scopus_id[/:](\d+)/i, 'scopusId'],
  [/^https?:\/\/api\.elsevier\.com\/content\/(?:abstract|article)\/eid\/([^/?#]+)/i, 'eid'],
  [/^https?:\/\/api\.elsevier\.com\/content\/(?:abstract|article)\/doi\/([^?#]+)/i, 'doi'],
  [/^https?:\/\/api\.elsevier\.com\/content\/(?:abstract|article)\/pii\/([^/?#]+)/i, 'pii'],
];

const parsers: Readonly<Record<IdentifierKind, (text: string) => string | undefined>> = {
  eid: parseEid,
  scopusId: parseScopusId,
  doi: parseDoi,
  pii: parsePii,
  pmid: parsePmid,
};

const named: readonly [prefix: RegExp, kind: IdentifierKind][] = [
  [/^scopus(?:[_\s-]?id)?\s*[:=]/i, 'scopusId'],
  [/^(?:pmid|pubmed(?:[_\s-]?id)?)\s*[:=\s]/i, 'pmid'],
  [/^pii\s*[:=]/i, 'pii'],
  [/^eid\s*[:=]/i, 'eid'],
  [/^doi\s*[:=]/i, 'doi'],
];

/**
 * What a user pasted: an EID, Scopus id, DOI, PII or PMID, bare, prefixed, or as an address of doi.org, Scopus,
 * ScienceDirect, PubMed or the API. Where two kinds fit (eight bare digits), it says so instead of guessing.
 */
export function identify(text: string): Identified {
  const pasted = text.trim();
  if (!pasted) return { kind: 'unknown', why: 'it is empty' };
  for (const [pattern, kind] of addresses) {
    const value = pattern.exec(pasted)?.[1];
    if (value) return as(kind, value);
  }
  for (const [prefix, kind] of named) if (prefix.test(pasted)) return as(kind, pasted);
  if (/^(?:9|10)-s2\.0-/i.test(pasted))
    return { kind: 'unknown', why: `it is the EID of an ${pasted.startsWith('9') ? 'author' : 'affiliation'}, not of a work` };
  if (/^PMC\d+$/i.test(pasted)) return { kind: 'unknown', why: 'Elsevier does not know PMC ids; use the PMID or DOI' };
  const fits = identifierKinds.flatMap((kind) => {
    const value = parsers[kind](pasted);
    return value ? [{ kind, value }] : [];
  });
  const [only, ...others] = fits;
  if (only && others.length) return { kind: 'ambiguous', couldBe: fits };
  return only ?? { kind: 'unknown', why: 'it is no EID, Scopus id, DOI, PII or PMID' };
}

function as(kind: IdentifierKind, text: string): Identified {
  const value = parsers[kind](text);
  return value ? { kind, value } : { kind: 'unknown', why: `${text} is not a valid ${identifierNames[kind]}` };
}

/** The kinds as people write them. */
export const identifierNames: Readonly<Record<IdentifierKind, string>> = { eid: 'EID', scopusId: 'Scopus id', doi: 'DOI', pii: 'PII', pmid: 'PMID' };
