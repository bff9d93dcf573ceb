/** A column of Scopus's CSV. */
export interface ScopusColumn {
  readonly name: string;
  /** Other names: of other years, other languages, and of tools that renamed it. */
  readonly also?: readonly string[];
  /** Where its cell goes in a work; or why it goes nowhere. */
  readonly home: readonly string[] | { readonly refused: string };
  /** How surely a cell is this column's: 1 when its form is nobody else's. */
  readonly form?: RegExp;
}

export const scopusLink = /^https?:\/\/[^/\s]*scopus[^/\s]*\/(?:inward\/record\.ur[il]\?|pages\/publications\/\d|record\/display\.ur[il])/i;
export const eidForm = /^2-s2\.0-\d{8,}$/;
const doiForm = /^10\.\d{4,9}\/\S+$/;
const openAccessForm = /^(?:All Open Access|(?:Hybrid )?Gold|Bronze|Green|Open Access)\b/i;

/**
 * The 46 columns of today's export in their order, which is that of every export whatever columns were chosen, and the
 * names they have had. Names in Chinese are measured; of other languages none has been seen.
 */
export const scopusColumns: readonly ScopusColumn[] = [
  { name: 'Authors', also: ['Author Names', '作者'], home: ['authors.indexedName'] },
  { name: 'Author full names', home: ['authors.name'], form: /^[^;]+\(\d{6,}\)(?:;|$)/ },
  { name: 'Author(s) ID', also: ['作者 ID'], home: ['authors.authorId'], form: /^\d{8,}(?:; ?\d{8,})*;?$/ },
  { name: 'Title', also: ['Titles', '文献标题', '标题', '書名'], home: ['title', 'alternativeTitles'] },
  { name: 'Year', also: ['Publication Year', '年份'], home: ['year'], form: /^(?:1[89]|20)\d\d$/ },
  { name: 'Source title', also: ['来源出版物名称', '來源出版物名稱'], home: ['source.title'] },
  { name: 'Volume', also: ['卷'], home: ['volume'] },
  { name: 'Issue', also: ['期'], home: ['issue'] },
  { name: 'Art. No.', also: ['论文编号', '文章编号'], home: ['articleNumber'] },
  { name: 'Page start', also: ['起始页码'], home: ['pageStart'] },
  { name: 'Page end', also: ['结束页码'], home: ['pageEnd'] },
  {
    name: 'Page count',
    also: ['页码计数'],
    home: { refused: 'wrong in every generation that fills it (end − start, or 0): count from pageStart and pageEnd' },
  },
  { name: 'Cited by', also: ['施引文献', '被引频次', '施引文獻'], home: ['citedBy'] },
  { name: 'DOI', home: ['doi'], form: doiForm },
  { name: 'Link', also: ['链接', '連結'], home: ['links.scopus'], form: scopusLink },
  { name: 'Affiliations', also: ['Author Addresses', '归属机构'], home: ['affiliations.name'] },
  { name: 'Authors with affiliations', also: ['带归属机构的作者'], home: ['authors.affiliations'] },
  { name: 'Abstract', also: ['摘要'], home: ['abstract'] },
  { name: 'Author Keywords', also: ['作者关键字', '作者關鍵字'], home: ['authorKeywords'] },
  { name: 'Index Keywords', also: ['Indexed Keywords', '索引关键字'], home: ['indexKeywords'] },
  { name: 'Molecular Sequence Numbers', home: ['sequences'] },
  { name: 'Chemicals/CAS', home: ['chemicals'] },
  { name: 'Tradenames', home: ['tradenames'] },
  { name: 'Manufacturers', home: ['manufacturers'] },
  { name: 'Funding Details', also: ['出资详情'], home: ['funding.agency', 'funding.acronym', 'funding.numbers'] },
  { name: 'Funding Texts', also: ['Funding Text'], home: ['funding.text'] },
  { name: 'References', also: ['参考文献'], home: ['references'] },
  { name: 'Correspondence Address', home: ['correspondence'] },
  { name: 'Editors', home: ['editors'] },
  { name: 'Publisher', also: ['出版商'], home: ['source.publisher'] },
  { name: 'Sponsors', home: ['conference.sponsors'] },
  { name: 'Conference name', home: ['conference.name'] },
  { name: 'Conference date', home: ['conference.date'] },
  { name: 'Conference location', home: ['conference.location'] },
  { name: 'Conference code', home: ['conference.code'] },
  { name: 'ISSN', home: ['source.issn', 'source.eissn'] },
  { name: 'ISBN', home: ['source.isbn'] },
  { name: 'CODEN', home: ['source.coden'], form: /^[A-Z]{5}$/ },
  { name: 'PubMed ID', home: ['pmid'] },
  { name: 'Language of Original Document', also: ['文献原始语言', '原始文献语言'], home: ['language'] },
  { name: 'Abbreviated Source Title', home: ['source.abbreviatedTitle'] },
  {
    name: 'Document Type',
    also: ['文献类型', '文獻類型'],
    home: ['type'],
    form: /^(?:Article|Review|Conference paper|Conference review|Book|Book chapter|Editorial|Letter|Note|Short survey|Erratum|Data paper|Retracted|Article in Press)$/i,
  },
  { name: 'Publication Stage', also: ['出版阶段'], home: ['publicationStage'], form: /^(?:Final|Article in Press|aip)$/i },
  { name: 'Open Access', also: ['Access Type', '开放获取'], home: ['openAccess'], form: openAccessForm },
  { name: 'Source', also: ['来源出版物', '來源出版物'], home: { refused: 'always "Scopus": `from.source` tells it' }, form: /^Scopus$/ },
  { name: 'EID', home: ['eid'], form: eidForm },
];

/** Columns that no other database or program calls so. */
export const tells: ReadonlySet<string> = new Set([
  'Author full names',
  'Author(s) ID',
  'Source title',
  'Art. No.',
  'Authors with affiliations',
  'Molecular Sequence Numbers',
  'Chemicals/CAS',
  'Language of Original Document',
  'Abbreviated Source Title',
  'Publication Stage',
  'EID',
]);

const byName = new Map(scopusColumns.flatMap(({ name, also = [] }) => [name, ...also].map((each) => [keyOf(each), name] as const)));
const fundingText = /^funding text ?\d*$/;

/** The name that a column has today: `Funding Text 3` is one of the `Funding Texts`. `undefined` for a column that Scopus has not. */
export function scopusName(header: string): string | undefined {
  const key = keyOf(header);
  return byName.get(key) ?? (fundingText.test(key) ? 'Funding Texts' : undefined);
}

/** The words of a name, whatever stands between them: programs make `Author.full.names` and `author_full_names` of it. */
function keyOf(header: string): string {
  return header
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
