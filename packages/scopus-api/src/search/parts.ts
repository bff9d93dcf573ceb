import { ElsevierError } from '@scopekit/elsevier-http';
import { searchEndpoint } from './endpoint.ts';
import { dateOf, type Years } from './years.ts';

/** A part of a question: some years, and within a single year some kinds of works. Parts share nothing. */
export interface Part {
  readonly years?: Years;
  /** Clauses that are added, all to be met. */
  readonly only: readonly string[];
  /** Clauses of which none may be met. */
  readonly not: readonly string[];
}

/** A work has one type, so types share nothing; of subjects, each part leaves out those before it. */
const types = ['DOCTYPE(ar)', 'DOCTYPE(cp)', 'DOCTYPE(ch OR re OR bk)'] as const;
const subjects = [
  'SUBJAREA(MEDI)',
  'SUBJAREA(ENGI OR COMP)',
  'SUBJAREA(BIOC OR AGRI OR CHEM)',
  'SUBJAREA(PHYS OR MATE OR MATH)',
  'SUBJAREA(SOCI OR ARTS OR BUSI)',
] as const;

/** Scopus reaches back to 1788, and lists issues years ahead of their date. */
const earliest = 1788;
const yearsAhead = 10;
/** Half of what Scopus has is younger than this. */
const halfOf = 12;

/** The question as Scopus is asked for a part of it. */
export function askedFor(query: string, { only, not, years }: Part): { readonly query: string; readonly date?: string } {
  const date = years && dateOf(years);
  if (!only.length && !not.length) return { query, date };
  const without = not.length ? ` AND NOT (${not.join(' OR ')})` : '';
  return { query: `${[`(${query})`, ...only].join(' AND ')}${without}`, date };
}

/**
 * Smaller parts that together are this one: years first, the younger half before the older; then types, then subjects.
 *
 * @throws ElsevierError `too-many-results` when it cannot be cut any further.
 */
export function smaller(part: Part, answers: number, thisYear: number): readonly Part[] {
  const { years = { from: earliest, to: thisYear + yearsAhead }, only, not } = part;
  if (years.from < years.to) {
    const middle = Math.max(Math.floor((years.from + years.to) / 2), Math.min(years.to, thisYear + 1) - halfOf);
    const split = Math.min(middle, years.to - 1);
    return [
      { ...part, years: { from: split + 1, to: years.to } },
      { ...part, years: { from: years.from, to: split } },
    ];
  }
  const used = [...only, ...not];
  if (!used.some((clause) => clause.startsWith('DOCTYPE')))
    return [...types.map((type) => ({ years, only: [...only, type], not })), { years, only, not: [...not, ...types] }];
  if (!used.some((clause) => clause.startsWith('SUBJAREA')))
    return [...subjects, undefined].map((subject, i) => ({
      years,
      only: subject ? [...only, subject] : only,
      not: [...not, ...subjects.slice(0, subject ? i : undefined)],
    }));
  throw new ElsevierError({
    reason: 'too-many-results',
    message: `In ${dateOf(years)} alone, of one type and subject (${[...only, ...not.map((clause) => `not ${clause}`)].join(', ')}), ${answers.toLocaleString('en')} works match: more than Scopus gives.`,
    api: searchEndpoint.name,
  });
}
