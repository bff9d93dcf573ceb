import type { Work } from '@scopekit/record';
import { keys } from './blocking.ts';
import { Catalogue } from './catalogue.ts';
import { type Comparison, compare } from './compare.ts';
import { decide } from './decide.ts';
import type { Preset, Verdict } from './rule.ts';

/** Why two records are one work, two, or a pair for a person. */
export interface Explanation {
  readonly verdict: Verdict;
  readonly rule: string;
  /** Where the rule is from. */
  readonly source: string;
  /** Field by field, in words. */
  readonly why: string;
  readonly fields: Comparison;
}

/**
 * What the rules decide about two records by themselves, and by which rule. In a library the same two may be decided otherwise:
 * there titles of several years are known to be of many works, and names of conferences are learnt.
 */
export function explain(a: Work, b: Work, preset: Preset = 'careful'): Explanation {
  const catalogue = catalogueOf(a, b);
  const [one, other] = [catalogue.looked(0), catalogue.looked(1)];
  const fields = compare(one, other);
  const { verdict, rule } = decide(fields, one, other, preset);
  return { verdict, rule: rule.name, source: rule.source, why: explained(fields), fields };
}

/**
 * What a pair has in common and what not, field by field, in words: `title same, authors equal, journal alike, volume same,
 * pages differ`. What neither or only one of the two says is left out.
 */
export function explained(pair: Comparison): string {
  const { veto, title, titleRatio, authors, journal, years, volume, issue, pages, doi, abstract, sameId } = pair;
  const parts: (string | undefined)[] = [
    veto,
    sameId && `same ${sameId}`,
    title === 'unknown' ? undefined : `title ${title}${title === 'same' ? '' : ` (${Math.round(titleRatio * 100)} %)`}`,
    authors === 'unknown' ? undefined : `authors ${authors}`,
    journal === 'unknown' ? undefined : `journal ${journal}`,
    years === undefined ? undefined : years === 0 ? 'same year' : `${years} year${years === 1 ? '' : 's'} apart`,
    ...Object.entries({ volume, issue, pages, DOI: doi, abstract }).map(([name, agreement]) => (agreement === 'unknown' ? undefined : `${name} ${agreement}`)),
  ];
  return parts.filter(Boolean).join(', ');
}

/** By which keys two records are found and compared; without any they are not, whatever they have in common. */
export function sharedKeys(a: Work, b: Work): string[] {
  const hashes = catalogueOf(a, b).keys;
  return keys.flatMap(({ name }, k) => (hashes[k]?.[0] && hashes[k][0] === hashes[k][1] ? [name] : []));
}

function catalogueOf(a: Work, b: Work): Catalogue {
  const catalogue = new Catalogue([a, b]);
  for (const i of [0, 1]) catalogue.note(i);
  catalogue.compareTitles();
  return catalogue;
}
