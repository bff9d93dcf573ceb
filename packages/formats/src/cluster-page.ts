import { doiPath, type Work } from '@scopekit/record';
import { script, style } from './cluster-page-parts.ts';
import { escaped, link, pageHead } from './html.ts';
import type { Writer } from './writer.ts';

/** Records side by side: a cluster, the one that stays first, or a pair to review. */
export interface ClusterRow {
  readonly kind: 'cluster' | 'review';
  readonly records: readonly { readonly id: string; readonly work: Work }[];
  /** Which rule joined what, with what the records have in common. */
  readonly whys: readonly string[];
}

export interface ClusterPageOptions {
  readonly title: string;
  /** Counts with their names, as PRISMA asks for them. */
  readonly counts: readonly (readonly [name: string, count: number])[];
}

/**
 * Clusters as one page that needs nothing else: no network, no other file. What differs from the record that stays is
 * marked. A field filters; j and k go from cluster to cluster, / to the filter. Everything from the records is text.
 */
export function clusterPage({ title, counts }: ClusterPageOptions): Writer<ClusterRow> {
  const head = `${pageHead({ title, style, script })}<dl>${counts.map(([name, count]) => `<dt>${escaped(name)}</dt><dd>${count.toLocaleString('en')}</dd>`).join('')}</dl>
</header>
<div class="bar" role="search" hidden>
<label>Filter <input type="search" placeholder="title, author, id, rule …"></label>
<label>Show <select><option value="all">everything</option><option value="cluster">duplicates</option><option value="review">pairs to review</option></select></label>
<span role="status"></span>
<span>j, k: next and previous; /: filter</span>
</div>
<main>
`;
  return { head, row: section, tail: `</main>\n<script>${script}</script>\n</body>\n</html>\n` };
}

function section({ kind, records, whys }: ClusterRow): string {
  const [first] = records;
  const rows = fields.flatMap(({ name, value, cell }) => {
    const values = records.map(({ work }) => value(work) ?? '');
    if (!values.some(Boolean)) return [];
    const cells = records.map(({ work }, i) => {
      const shown = values[i] ? (cell?.(work) ?? escaped(values[i])) : '';
      return `<td>${i && values[i] && values[i] !== values[0] ? `<mark>${shown}</mark>` : shown}</td>`;
    });
    return [`<tr><th scope="row">${name}</th>${cells.join('')}</tr>`];
  });
  const heads = records.map(({ id }, i) => `<th scope="col">${escaped(id)}${kind === 'cluster' ? (i ? ' goes' : ' stays') : ''}</th>`);
  return `<section tabindex="0" data-kind="${kind}" aria-label="${escaped(first?.work.title ?? 'no title')}">
<h2>${escaped(first?.work.title ?? '(no title)')}</h2>
<div class="wide"><table><thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>
<ul class="why">${whys.map((why) => `<li>${escaped(why)}</li>`).join('')}</ul>
</section>
`;
}

/** So many characters of an abstract are shown. */
const longest = 400;

const fields: readonly { readonly name: string; readonly value: (work: Work) => string | undefined; readonly cell?: (work: Work) => string }[] = [
  { name: 'Title', value: ({ title }) => title },
  {
    name: 'Authors',
    value: ({ authors }) =>
      authors
        .map(({ name }) => name)
        .join('; ')
        .slice(0, longest),
  },
  { name: 'Year', value: ({ year }) => year?.toString() },
  { name: 'Source', value: ({ source, conference }) => source?.title ?? conference?.name },
  { name: 'Volume', value: ({ volume }) => volume },
  { name: 'Issue', value: ({ issue }) => issue },
  { name: 'Pages', value: ({ pageStart, pageEnd, articleNumber }) => [pageStart ?? articleNumber, pageEnd].filter(Boolean).join('–') },
  { name: 'DOI', value: ({ doi }) => doi, cell: ({ doi = '' }) => link(`https://doi.org/${doiPath(doi)}`, doi) },
  { name: 'Type', value: ({ type }) => type?.name ?? type?.code },
  { name: 'Abstract', value: ({ abstract }) => abstract && (abstract.length > longest ? `${abstract.slice(0, longest)} …` : abstract) },
  { name: 'File', value: ({ from }) => from.file && `${from.file}${from.row === undefined ? '' : `, row ${from.row}`}` },
];
