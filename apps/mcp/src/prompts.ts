import { completable } from '@modelcontextprotocol/server';
import { subjectAreas } from '@scopekit/operations';
import { z } from 'zod';

/** A way to work that a person can choose. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly argsSchema: z.ZodObject;
  readonly text: (args: Readonly<Record<string, string | undefined>>) => string;
}

const words = (description: string) => z.string().describe(description);
const years = words('e.g. 2019-2024').optional();
const area = completable(words('Subject area, e.g. MEDI'), (begun) => subjectAreas.filter((each) => each.startsWith(begun.toUpperCase()))).optional();

export const prompts: readonly Prompt[] = [
  {
    name: 'systematic_review',
    title: 'Systematic review',
    description: 'Plan, price and run a survey of a subject in Scopus',
    argsSchema: z.object({ topic: words('The subject'), area, years }),
    text: ({ topic, area, years: when }) =>
      `Plan and run a literature survey on "${topic}"${area ? ` in the subject area ${area}` : ''}${when ? ` for the years ${when}` : ''} with the scopus tools.
1. Write two or three Scopus queries for it (resource scopus://syntax) and compare their hits with survey_start and dryRun.
2. Tell me the query you would take, its hits and its price in requests, and wait for my answer.
3. Run it with survey_start and a file name, follow it with survey_status, and report found, duplicates and kept, as PRISMA asks.`,
  },
  {
    name: 'author_report',
    title: 'Report on an author',
    description: 'Who someone is in Scopus, what they wrote and how it is cited',
    argsSchema: z.object({ author: words('Name, author id or ORCID') }),
    text: ({ author }) => `Report on the author ${author} with the scopus tools.
1. Find the profile with scopus_authors: by id or ORCID, or by AUTHLASTNAME(…) AND AUTHFIRST(…). Where several people fit, show me them with affiliation and subjects, and wait for my choice.
2. Take works, citations and h-index from the profile; list the ten most cited works with scopus_search (AU-ID(…), sort mostCited).
3. Say what the figures do not cover: Scopus only, as of today. Name Scopus as the source.`,
  },
  {
    name: 'repository_deposit_check',
    title: 'What a repository may deposit',
    description: 'Who may read articles, and from when their manuscripts may be public',
    argsSchema: z.object({ dois: words('DOIs, with commas or line breaks') }),
    text: ({ dois }) => `Check for a repository what may be done with these articles: ${dois}
1. Ask sciencedirect_access with hosting all, at most 25 a call.
2. Give one row each: DOI, whether the manuscript and the version of record may be public and from which day, the licence, the first link and why.
3. Keep "unknown" apart from "no"; what is not_found is not Elsevier's, or not at all.`,
  },
  {
    name: 'find_related',
    title: 'Find related works',
    description: 'Works near a known one, by its words and its authors',
    argsSchema: z.object({ id: words('EID or DOI of a work') }),
    text: ({ id }) => `Find works related to ${id} with the scopus tools.
1. Get it with scopus_works, with abstract and keywords.
2. Write two queries: its subject in its own keywords, and its authors (AU-ID(…)) beyond it. Ask scopus_search once each, sorted by relevance.
3. Show at most ten that are near, each with a reason in one sentence, and leave the work itself out.`,
  },
];
