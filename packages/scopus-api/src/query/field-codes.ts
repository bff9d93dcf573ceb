/**
 * The field codes of Scopus Search.
 *
 * @see https://dev.elsevier.com/sc_search_tips.html
 */
export const fieldCodes: readonly string[] =
  `ABS AF-ID AFFIL AFFILCITY AFFILCOUNTRY AFFILORG ALL ARTNUM AU-ID AUTH AUTHCOLLAB AUTHFIRST AUTHKEY AUTHLASTNAME AUTHOR-NAME CASREGNUMBER CHEM
   CHEMNAME CODEN CONF CONFCODE CONFLOC CONFNAME CONFSPONSORS DOCTYPE DOI EDFIRST EDITOR EDLASTNAME EID EISSN EXACTKEYWORD EXACTSRCTITLE FIRSTAUTH
   FUND-ACR FUND-ALL FUND-NO FUND-SPONSOR INDEXTERMS ISBN ISSN ISSNP ISSUE KEY LANGUAGE MANUFACTURER OPENACCESS ORCID ORIG-LOAD-DATE PAGECOUNT
   PAGEFIRST PAGELAST PAGES PII PMID PUBDATETXT PUBLISHER PUBSTAGE PUBYEAR REF REFARTNUM REFAUTH REFEID REFPAGE REFPAGEFIRST REFPUBYEAR REFSRCTITLE
   REFTITLE SEQBANK SEQNUMBER SOURCE-ID SRCTITLE SRCTYPE SUBJAREA SUBJTERMS TITLE TITLE-ABS TITLE-ABS-KEY TITLE-ABS-KEY-AUTH TRADENAME VOLUME
   WEBSITE`.split(/\s+/);

/** What the web page of Scopus adds to a query and the API does not promise to know, with what to write instead. */
export const webPageCodes: Readonly<Record<string, string>> = {
  'LIMIT-TO': 'Write the field itself: LIMIT-TO(PUBYEAR,2020) is AND PUBYEAR IS 2020, LIMIT-TO(DOCTYPE,"ar") is AND DOCTYPE(ar).',
  EXCLUDE: 'Write AND NOT and the field itself, at the end: EXCLUDE(DOCTYPE,"re") is AND NOT DOCTYPE(re).',
};

/** What people call fields, and other databases, and what Scopus calls them. */
export const otherCodes: Readonly<Record<string, string>> = {
  TI: 'TITLE',
  AB: 'ABS',
  ABSTRACT: 'ABS',
  TIAB: 'TITLE-ABS',
  TS: 'TITLE-ABS-KEY',
  TOPIC: 'TITLE-ABS-KEY',
  AU: 'AUTH',
  AUTHOR: 'AUTH',
  AUTHORS: 'AUTH',
  KW: 'KEY',
  KEYWORD: 'KEY',
  KEYWORDS: 'KEY',
  SO: 'SRCTITLE',
  JOURNAL: 'SRCTITLE',
  SOURCE: 'SRCTITLE',
  YEAR: 'PUBYEAR',
  PY: 'PUBYEAR',
  COUNTRY: 'AFFILCOUNTRY',
  CITY: 'AFFILCITY',
  AFFILIATION: 'AFFIL',
  OA: 'OPENACCESS',
};

/** Fields that are compared, not searched: `PUBYEAR > 2020`. */
export const comparedCodes: readonly string[] = ['PUBYEAR', 'REFPUBYEAR', 'ORIG-LOAD-DATE', 'PAGECOUNT'];

const documentTypes: Readonly<Record<string, string>> = {
  article: 'ar',
  book: 'bk',
  chapter: 'ch',
  'book chapter': 'ch',
  'conference paper': 'cp',
  'data paper': 'dp',
  editorial: 'ed',
  erratum: 'er',
  letter: 'le',
  note: 'no',
  review: 're',
  'short survey': 'sh',
};

interface Coded {
  readonly code: RegExp;
  readonly takes: string;
  readonly names?: Readonly<Record<string, string>>;
  /** Scopus's own page writes a name beside the code: `AF-ID("University of Bergen" 60012345)`. */
  readonly named?: true;
}

/** Fields that take codes: what is no code is found nowhere, and costs a request. */
const coded: Readonly<Record<string, Coded>> = {
  DOCTYPE: { code: /^[a-z]{2}$/i, takes: 'a code of two letters, such as ar, re or cp', names: documentTypes },
  SUBJAREA: { code: /^[a-z]{4}$/i, takes: 'an area of four letters, such as COMP or MEDI' },
  'AU-ID': { code: /^\d+$/, takes: 'the number of an author; AUTH takes a name', named: true },
  'AF-ID': { code: /^\d+$/, takes: 'the number of an institution; AFFIL takes a name', named: true },
  OPENACCESS: { code: /^[012]$/, takes: '1 for open access, 0 for the others' },
  LANGUAGE: { code: /^.{3,}$/, takes: 'the name of the language in English, such as german' },
  SRCTYPE: { code: /^[a-z]$/i, takes: 'one letter: j journal, p proceedings, b book, k book series, d trade journal' },
};

/** What is wrong with the values of a field, and what to write instead: the place of the first among them. */
export function codeProblem(field: string, values: readonly string[]): { readonly at: number; readonly message: string; readonly next: string } | undefined {
  const { code, takes, names = {}, named } = coded[field] ?? {};
  const is = (value: string) => !code || code.test(value) || /[*?]/.test(value);
  const at = values.findIndex((value) => !is(value));
  if (at === -1 || (named && values.some(is))) return undefined;
  const word = (values[at] ?? '').toLowerCase().replace(/s$/, '');
  return {
    at,
    message: `${field} knows no "${values[at]}".`,
    next: Object.hasOwn(names, word) ? `Did you mean ${field}(${names[word]})?` : `It takes ${takes}.`,
  };
}
