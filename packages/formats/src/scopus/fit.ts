import { scopusColumns } from './columns.ts';

const forms = new Map(scopusColumns.flatMap(({ name, form }) => (form ? [[name, form] as const] : [])));
const long: ReadonlySet<string> = new Set(['Title', 'Affiliations', 'Authors with affiliations', 'Abstract', 'References', 'Funding Texts', 'Index Keywords']);
const numbers: ReadonlySet<string> = new Set(['Cited by', 'Page count', 'PubMed ID', 'Conference code']);
const short: ReadonlySet<string> = new Set(['Volume', 'Issue', 'Art. No.', 'Page start', 'Page end', 'CODEN', ...numbers]);
const standardNumbers: ReadonlySet<string> = new Set(['ISSN', 'ISBN']);

/** How well a cell suits a column of Scopus: the scores that {@link align} adds up. */
export function fit(column: string | undefined, cell: string): number {
  if (column === undefined) return -0.1;
  if (cell === '') return 0.05;
  const form = forms.get(column);
  if (form) return form.test(cell.trim()) ? 3 : -2;
  if (numbers.has(column)) return /^\d+$/.test(cell.trim()) ? 0.2 : -1;
  if (standardNumbers.has(column)) return /^[\dXx;,.E+\s-]+$/.test(cell) ? 0.2 : -1;
  if (short.has(column)) return cell.length > 25 ? -1 : 0.2;
  return long.has(column) ? Math.min(cell.length, 200) / 400 : 0;
}
