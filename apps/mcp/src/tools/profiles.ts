import { ElsevierError, nameToAuthor } from '@scopekit/operations';
import { z } from 'zod';
import { clean } from '../clean.ts';
import { distinct } from '../distinct.ts';
import { fit } from '../fit.ts';
import { apiErrors, defineTool, localErrors, reading } from '../tool.ts';
import { codeOf } from '../tool-error.ts';

const Missing = z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })).optional();
const tail = { total: z.number().optional(), missing: Missing, quotaLeft: z.record(z.string(), z.number()).optional(), notice: z.string().optional() };
const limit = z.number().int().min(1).max(25).default(10);
const what = (text: string) => z.array(z.string().min(1).max(500)).min(1).max(25).describe(text);

interface Listed<Row> {
  readonly rows?: readonly Row[];
  readonly total?: number;
  readonly missing: readonly { readonly id: string; readonly reason: ElsevierError['reason']; readonly message: string }[];
  readonly stopped?: { readonly reason: ElsevierError['reason']; readonly message: string; readonly next: string };
  readonly quotaLeft: Readonly<Record<string, number>>;
}

/** What every listing says beside its rows. */
const tailOf = ({ total, missing, stopped, quotaLeft }: Listed<unknown>, notice?: string) => ({
  total,
  missing: missing.length ? missing.map(({ id, reason, message }) => ({ id, code: codeOf(reason), message })) : undefined,
  quotaLeft: { ...quotaLeft },
  notice: stopped ? `${codeOf(stopped.reason)}: ${stopped.message} ${stopped.next}` : notice,
});

const lower = 'Ask for fewer at once; the others come when they are asked for alone.';

/** What to say of a page: that there is none, or that there are more. */
function pageNotice(rows: readonly unknown[], { total = 0, missing }: Pick<Listed<unknown>, 'total' | 'missing'>): string | undefined {
  if (!rows.length) return missing.length ? undefined : 'Nothing matches: try fewer or other words.';
  return total > rows.length ? `${rows.length} of ${total}: narrow the words, or raise limit (25 at most), for others.` : undefined;
}

/** Names as one query; ids and queries as they are. */
function namesAs(query: (name: string) => string, what: readonly string[], isName: RegExp): string[] {
  if (!what.every((each) => isName.test(each))) return [...what];
  const queries = what.map((name) =>
    query(
      name
        .replace(/["{}()]/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  );
  return [queries.length > 1 ? queries.map((each) => `(${each})`).join(' OR ') : (queries[0] as string)];
}

/** No digits, no parentheses. */
const personal = /^[^\d()]*\p{L}[^\d()]*$/u;
/** `Université Lyon 1`, `University of California (Berkeley)`; no `60900001`, and no field. */
const institutional = /^(?!.*\d{5})(?!.*\bA[FU][A-Z-]*\()(?=.*\p{L})/iu;

/** "García, Ana", "Ana García", "García A.", "Sanne van der Berg". */
function asPerson(written: string): string {
  const { name, family = name, given, initials } = nameToAuthor(written);
  const first = given ?? initials;
  return `AUTHLASTNAME(${family})${first ? ` AND AUTHFIRST(${first})` : ''}`;
}

const asInstitution = (name: string): string => `AFFIL(${name})`;

export const scopusAuthors = defineTool({
  name: 'scopus_authors',
  toolset: 'scopus',
  errors: [...apiErrors, 'BAD_ID'],
  title: 'Find people in Scopus',
  description: 'Profiles by author id or ORCID, or candidates by query. 1 request a page or person.',
  input: z.object({ what: what('Ids or ORCIDs; or names, or a query: AUTHLASTNAME(Silva) AND AFFIL(Bergen)'), limit }),
  output: z.object({
    authors: z.array(
      z.object({
        authorId: z.string(),
        name: z.string().optional(),
        orcid: z.string().optional(),
        affiliation: z.string().optional(),
        affiliationId: z.string().optional(),
        country: z.string().optional(),
        works: z.number().optional(),
        citations: z.number().optional(),
        hIndex: z.number().optional(),
        subjects: z.array(z.string()).optional(),
        publicationYears: z.object({ from: z.number().optional(), to: z.number().optional() }).optional(),
        supersededBy: z.array(z.string()).optional(),
      }),
    ),
    ...tail,
  }),
  annotations: reading,
  async run(input, { scopekit, maxChars, signal, onProgress, onNotice }) {
    const listed = await scopekit.authors({ ...input, what: namesAs(asPerson, input.what, personal) }, { signal, onProgress, onNotice });
    const authors = (listed.rows ?? []).map(({ authorId, name, orcid, affiliations, counts, hIndex, subjects, publicationYears, supersededBy }) => ({
      authorId,
      name,
      orcid,
      affiliation: affiliations?.[0]?.parentName ?? affiliations?.[0]?.name,
      affiliationId: affiliations?.[0]?.parentId ?? affiliations?.[0]?.affiliationId,
      country: affiliations?.[0]?.country,
      works: counts?.works,
      citations: counts?.citations,
      hIndex,
      subjects: subjects?.slice(0, 3).flatMap(({ name }) => name ?? []),
      publicationYears,
      supersededBy,
    }));
    return fit(authors, { maxChars, rest: lower }, (authors, truncated) =>
      clean({ authors: [...authors], ...tailOf(listed, pageNotice(authors, listed)), truncated }),
    );
  },
});

export const scopusAffiliations = defineTool({
  name: 'scopus_affiliations',
  toolset: 'scopus',
  errors: [...apiErrors, 'BAD_ID'],
  title: 'Find institutions in Scopus',
  description: 'Profiles by affiliation id, or candidates by query. 1 request a page or institution.',
  input: z.object({ what: what('Ids; or names, or a query: AFFIL(Bergen) AND AFFILCOUNTRY(Norway)'), limit }),
  output: z.object({
    affiliations: z.array(
      z.object({
        affiliationId: z.string(),
        name: z.string().optional(),
        city: z.string().optional(),
        country: z.string().optional(),
        works: z.number().optional(),
        authors: z.number().optional(),
        parentId: z.string().optional(),
      }),
    ),
    ...tail,
  }),
  annotations: reading,
  async run(input, { scopekit, maxChars, signal, onProgress, onNotice }) {
    const listed = await scopekit.affiliations({ ...input, what: namesAs(asInstitution, input.what, institutional) }, { signal, onProgress, onNotice });
    const affiliations = (listed.rows ?? []).map(({ affiliationId, name, city, country, counts, parentId }) => ({
      affiliationId,
      name,
      city,
      country,
      works: counts?.works,
      authors: counts?.authors,
      parentId,
    }));
    return fit(affiliations, { maxChars, rest: lower }, (affiliations, truncated) =>
      clean({ affiliations: [...affiliations], ...tailOf(listed, pageNotice(affiliations, listed)), truncated }),
    );
  },
});

/** Single words are looked for as one title. */
const joinedWords = (what: readonly string[], found: readonly unknown[]): string | undefined =>
  what.length > 1 && !found.length && what.every((word) => /^[^\s\d]+$/.test(word))
    ? `No title has all of these words: ${what.join(' ')}. Ask for titles of one word one at a time.`
    : undefined;

export const scopusSources = defineTool({
  name: 'scopus_sources',
  toolset: 'scopus',
  errors: [...apiErrors, 'BAD_ID'],
  title: 'Find journals and their metrics',
  description: 'Journals, series and proceedings by ISSN or title, with CiteScore, SJR and SNIP. 1 request each or a page.',
  input: z.object({ what: what('ISSNs, or titles'), subject: z.string().max(100).optional().describe('Area, e.g. COMP'), limit }),
  output: z.object({
    sources: z.array(
      z.object({
        sourceId: z.string().optional(),
        title: z.string().optional(),
        issn: z.string().optional(),
        eissn: z.string().optional(),
        publisher: z.string().optional(),
        type: z.string().optional(),
        citeScore: z.number().optional(),
        citeScoreYear: z.number().optional(),
        sjr: z.number().optional(),
        snip: z.number().optional(),
        openAccess: z.boolean().optional(),
        subjects: z.array(z.string()).optional(),
      }),
    ),
    ...tail,
  }),
  annotations: reading,
  async run(input, { scopekit, maxChars, signal, onProgress, onNotice }) {
    const listed = await scopekit.sources(input, { signal, onProgress, onNotice });
    const sources = (listed.rows ?? []).map((row) => {
      if (!('from' in row)) return { title: row.title, type: row.type };
      const newest = <Year extends { readonly year: number; readonly value?: number; readonly status?: string }>(years: readonly Year[] | undefined) =>
        years?.filter(({ status }) => status !== 'In-Progress').sort((a, b) => b.year - a.year)[0];
      const { sourceId, title, issn, eissn, publisher, type, metrics, openAccess, subjects } = row;
      return {
        sourceId,
        title,
        issn,
        eissn,
        publisher,
        type,
        citeScore: newest(metrics?.citeScore)?.value,
        citeScoreYear: newest(metrics?.citeScore)?.year,
        sjr: newest(metrics?.sjr)?.value,
        snip: newest(metrics?.snip)?.value,
        openAccess: openAccess?.open,
        subjects: subjects?.slice(0, 5).flatMap(({ name }) => name ?? []),
      };
    });
    return fit(sources, { maxChars, rest: lower }, (sources, truncated) =>
      clean({ sources: [...sources], ...tailOf(listed, joinedWords(input.what, sources) ?? pageNotice(sources, listed)), truncated }),
    );
  },
});

export const scopusCitations = defineTool({
  name: 'scopus_citations',
  toolset: 'scopus',
  errors: [...apiErrors, 'BAD_ID'],
  title: 'Count citations',
  description: 'How often works were cited, in all or by year (where Elsevier enables that for the key). 1 request for 25 works.',
  input: z.object({
    ids: z.array(z.string().min(1)).min(1).max(25).describe('EIDs, Scopus ids, DOIs, PIIs, PMIDs'),
    years: z.string().optional().describe('By year: 2019-2024'),
    excludeSelf: z.boolean().default(false).describe('citedBy and byYear without self-citations; with years'),
  }),
  output: z.object({
    counts: z.array(
      z.object({
        id: z.string().optional().describe('As it was asked for'),
        scopusId: z.string().optional(),
        doi: z.string().optional(),
        title: z.string().optional(),
        citedBy: z.number().optional(),
        byYear: z.record(z.string(), z.number()).optional(),
      }),
    ),
    from: z.enum(['citation_overview', 'citation_count']),
    ...tail,
  }),
  annotations: reading,
  async run({ ids: given, years, excludeSelf }, { scopekit, maxChars, signal, onProgress, onNotice }) {
    const ids = distinct(given, onNotice);
    const options = { signal, onProgress, onNotice };
    const overview = years !== undefined || excludeSelf;
    const asked = overview ? { ids, years, ...(excludeSelf ? { exclude: 'self' as const } : {}) } : { ids, counts: true };
    let refused = false;
    const told = await scopekit.citations(asked, options).catch((error: unknown) => {
      refused = overview && error instanceof ElsevierError && error.reason === 'not-entitled';
      if (!refused) throw error;
      return scopekit.citations({ ids, counts: true }, options);
    });
    const counts = (told.rows ?? []).map((row) => ({
      id: row.asked,
      scopusId: row.scopusId,
      doi: row.doi,
      ...('byYear' in row ? { title: row.title, citedBy: row.total, byYear: { ...row.byYear } } : { citedBy: row.citedBy }),
    }));
    const from = overview && !refused ? ('citation_overview' as const) : ('citation_count' as const);
    const notice = refused ? 'Citations by year are not enabled for this key: totals instead, self-citations included.' : undefined;
    return fit(counts, { maxChars, rest: lower }, (counts, truncated) => clean({ counts: [...counts], from, ...tailOf(told, notice), truncated }));
  },
});

export const scopusSubjects = defineTool({
  name: 'scopus_subjects',
  toolset: 'scopus',
  errors: localErrors,
  title: 'Subjects of Scopus',
  description: 'Codes and areas by which Scopus classifies sources, for SUBJAREA(…). Costs nothing.',
  input: z.object({
    query: z.string().max(100).optional().describe('Words of the name'),
    code: z.string().max(4).optional().describe('1702, the first digits of it, or an area: COMP'),
  }),
  output: z.object({
    subjects: z.array(z.object({ code: z.string().optional(), abbreviation: z.string().optional(), area: z.string().optional(), name: z.string().optional() })),
    notice: z.string().optional(),
  }),
  annotations: { ...reading, openWorldHint: false },
  async run({ query, code }, { scopekit, signal }) {
    const { rows = [] } = await scopekit.subjects(
      { words: query ? [query] : [], ...(code && /^[a-z]+$/i.test(code) ? { area: code.toUpperCase() } : { code }) },
      { signal },
    );
    const most = 60;
    return clean({
      subjects: rows.slice(0, most).map((row) => ({ code: row.code, abbreviation: row.abbreviation, area: row.area, name: row.name })),
      notice: rows.length > most ? `${most} of ${rows.length}: add words, a code or an area.` : pageNotice(rows, { missing: [] }),
    });
  },
});
