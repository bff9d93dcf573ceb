import { ElsevierError } from '@scopekit/elsevier-http';
import { type SearchPage, searchEndpoint } from './endpoint.ts';

/** What Scopus counts works by. Source: the WADL of Scopus Search. */
export const facetNames = [
  'af-id',
  'aucite',
  'au-id',
  'authname',
  'country',
  'exactsrctitle',
  'fund-sponsor',
  'language',
  'openaccess',
  'pubyear',
  'restype',
  'srctype',
  'subjarea',
] as const;
export type FacetName = (typeof facetNames)[number];

export interface FacetAsked {
  readonly name: FacetName;
  /** Most values. */
  readonly count?: number;
  /** By name, by count falling, by count falling and then by name. */
  readonly sort?: 'na' | 'fd' | 'fdna';
  /** Only values that begin so. */
  readonly prefix?: string;
}

/** How many works have each value of something. */
export interface Facet {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly label?: string; readonly works: number }[];
}

/** @throws ElsevierError `bad-input` for a facet that Scopus does not have, or signs that would end it. */
export function facetParameter(asked: readonly (FacetName | FacetAsked)[] | undefined): string | undefined {
  const parts = asked?.map((facet) => {
    const { name, ...how } = typeof facet === 'string' ? { name: facet } : facet;
    const words = Object.entries(how).filter(([, value]) => value !== undefined);
    if (!facetNames.includes(name) || words.some(([, value]) => /[;,()=]/.test(String(value))))
      throw new ElsevierError({
        reason: 'bad-input',
        message: `${name} is no facet of Scopus Search, or its prefix holds one of ; , ( ) =.`,
        next: `Facets are ${facetNames.join(', ')}.`,
        api: searchEndpoint.name,
      });
    return words.length ? `${name}(${words.map((word) => word.join('=')).join(',')})` : name;
  });
  return parts?.join(';') || undefined;
}

export const facetsFrom = ({ facets }: SearchPage): Facet[] =>
  facets.map(({ name, attribute, category }) => ({
    name: name ?? attribute ?? '',
    values: (category ?? []).flatMap(({ name: value, value: other, label, hitCount }) => {
      const known = value ?? other ?? label;
      return known === undefined ? [] : [{ value: known, ...(label ? { label } : {}), works: hitCount ?? 0 }];
    }),
  }));
