import { authorsLine, doiPath, type Work } from '@scopekit/record';
import { escaped, link, pageHead } from './html.ts';
import { script, style } from './html-table-page.ts';
import type { Writer } from './writer.ts';

export interface TableOptions {
  readonly title: string;
  /** Lines under the title: the query, the counts, where the works come from. */
  readonly about: readonly string[];
}

/**
 * Works as one page that needs nothing else: no network, no other file. Columns sort, a field filters, abstracts open on
 * demand; without scripts the table is still there. Everything from the works is text, never markup.
 */
export function htmlTable({ title, about }: TableOptions): Writer {
  const head = `${pageHead({ title, style, script })}${about.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
<label class="filter" hidden>Filter <input type="search" placeholder="title, author, source, abstract …"></label>
<p class="shown" role="status" aria-live="polite"></p>
</header>
<table>
<thead><tr>${columns.map(({ name, numeric }) => `<th scope="col"${numeric ? ' class="n"' : ''}>${name}</th>`).join('')}</tr></thead>
<tbody>
`;
  const row = (work: Work) => `<tr>${columns.map(({ cell, numeric }) => `<td${numeric ? ' class="n"' : ''}>${cell(work)}</td>`).join('')}</tr>\n`;
  const tail = `</tbody>
</table>
<footer>Source: <a href="https://www.scopus.com" rel="noreferrer">Scopus</a>. Abstracts belong to their publishers: for your own use, not for publication.</footer>
<script>${script}</script>
</body>
</html>
`;
  return { head, row, tail };
}

const columns: readonly { readonly name: string; readonly numeric?: boolean; readonly cell: (work: Work) => string }[] = [
  { name: 'Work', cell: (work) => workCell(work) },
  { name: 'Authors', cell: (work) => authorsCell(work) },
  { name: 'Source', cell: ({ source }) => escaped(source?.title ?? '') },
  { name: 'Year', numeric: true, cell: ({ year }) => String(year ?? '') },
  { name: 'Type', cell: ({ type }) => escaped(type?.name ?? type?.code ?? '') },
  { name: 'Cited by', numeric: true, cell: ({ citedBy }) => String(citedBy ?? '') },
  { name: 'Open', cell: ({ openAccess }) => (openAccess?.open ? escaped(openAccess.kinds?.find((kind) => !/^all/i.test(kind)) ?? 'yes') : '') },
  { name: 'DOI', cell: ({ doi }) => (doi ? link(`https://doi.org/${doiPath(doi)}`, doi) : '') },
];

function workCell({ title = '(no title)', links, abstract }: Work): string {
  const heading = links?.scopus ? link(links.scopus, title) : escaped(title);
  return `<span class="title">${heading}</span>${abstract ? `<details><summary>Abstract</summary><p>${escaped(abstract)}</p></details>` : ''}`;
}

/** The first authors; all of them where the pointer rests, and for the filter. */
function authorsCell(work: Work): string {
  const names = work.authors.map(({ indexedName, name }) => indexedName ?? name);
  const count = Math.max(names.length, work.counts?.authors ?? 0);
  if (count <= 4) return escaped(names.join(', '));
  return `<span title="${escaped(authorsLine(work))}">${escaped(names.slice(0, 3).join(', '))} … (${count})</span>`;
}
