import { authorsLine, type Scopekit, type Work } from '@scopekit/operations';
import { syntax } from './words.ts';

/** Something to read that costs no request; knows no SDK. */
export interface Resource {
  readonly name: string;
  readonly uri: string;
  readonly title: string;
  readonly description: string;
  readonly text: (scopekit: () => Promise<Scopekit>) => Promise<string>;
}

export const resources: readonly Resource[] = [
  {
    name: 'syntax',
    uri: 'scopus://syntax',
    title: 'Scopus query syntax',
    description: 'Fields, operators and wildcards of a Scopus query',
    text: async () => syntax,
  },
  {
    name: 'subjects',
    uri: 'scopus://subjects',
    title: 'Subjects of Scopus',
    description: 'Areas for SUBJAREA(…) and codes by which Scopus classifies sources',
    text: async (scopekit) => {
      const { rows = [] } = await (await scopekit()).subjects({});
      const areas = Map.groupBy(rows, ({ abbreviation = '' }) => abbreviation);
      const lines = [...areas].map(([area, subjects]) => `- ${area}: ${subjects.map(({ code, name }) => `${code} ${name}`).join('; ')}`);
      return `# Subjects of Scopus\n\nSUBJAREA(COMP) and the subject of scopus_sources take the area; SUBJTERMS(1702) takes the code.\n\n${lines.join('\n')}\n`;
    },
  },
  {
    name: 'limits',
    uri: 'elsevier://limits',
    title: 'Limits of the APIs',
    description: 'Requests a second and a week that a key has, as Elsevier documents them',
    text: async () => (await import('./api-limits.ts')).apiLimits(),
  },
];

/** A work as Markdown. Its words are third parties': clean them before. */
export function workText({ title, authors, year, source, volume, issue, pageStart, pageEnd, doi, eid, citedBy, abstract, authorKeywords }: Work): string {
  const place = [source?.title, volume && `vol. ${volume}`, issue && `no. ${issue}`, pageStart && `pp. ${[pageStart, pageEnd].filter(Boolean).join('-')}`];
  const lines = [
    `# ${title ?? eid ?? ''}`,
    authorsLine({ authors }),
    [...place, year].filter(Boolean).join(', '),
    [doi && `DOI ${doi}`, eid && `EID ${eid}`, citedBy !== undefined && `cited by ${citedBy}`].filter(Boolean).join(' · '),
    abstract && `## Abstract (third parties' words)\n\n${abstract}`,
    authorKeywords?.length && `Keywords: ${authorKeywords.join('; ')}`,
    'Source: Scopus.',
  ];
  return `${lines.filter(Boolean).map(String).join('\n\n')}\n`;
}
