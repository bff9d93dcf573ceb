import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AffiliationProfile, AuthorProfile, Organisation, Work } from '@scopekit/record';
import { describe, expect, test } from 'vitest';
import { decodeAbstract, decodeAffiliation, decodeAffiliations, decodeAuthor, decodeAuthors, decodePlumx, decodeSearch, decodeSources } from './index.ts';

const recorded = new URL('../../../../shared/data/elsevier/', import.meta.url);
const there = existsSync(recorded);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, recorded), 'utf8'));
const bodies = (prefix: string) => (there ? readdirSync(recorded).filter((name) => name.startsWith(prefix) && name.endsWith('.json')) : []);

type Row = Readonly<Record<string, unknown>>;
/** What pybliometrics made of the same body, if it did. */
const peers = (name: string) => (existsSync(new URL(`pybliometrics/${name}`, recorded)) ? (read(`pybliometrics/${name}`).properties as Row) : undefined);

const num = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const decoded = (text: unknown) => (typeof text === 'string' ? text : undefined);
const folded = (text: unknown) =>
  decoded(text)
    ?.replace(/<\/?\w+>/g, '')
    .replace(/[ \t\r\n]+/g, ' ')
    .trim();
const list = (values: readonly unknown[]) =>
  values.some((value) => value !== undefined && value !== '') ? values.map((value) => value ?? '').join(';') : undefined;

/** The golden table of Scopus Search: a field of pybliometrics, and where the work has it. */
const searchFields: readonly [field: string, of: (work: Work) => unknown, peer?: (value: unknown) => unknown][] = [
  ['eid', ({ eid }) => eid],
  ['doi', ({ doi }) => doi, (value) => decoded(value)?.toLowerCase()],
  ['pii', ({ pii, extra }) => pii ?? extra?.pii],
  ['pubmed_id', ({ pmid, extra }) => pmid ?? extra?.pmid],
  ['title', ({ title }) => title, folded],
  ['subtype', ({ type }) => type?.code],
  ['subtypeDescription', ({ type }) => type?.name],
  ['creator', ({ authors: [first] }) => first?.indexedName],
  ['affilname', ({ affiliations }) => list(affiliations.map(({ name }) => name))],
  ['affiliation_city', ({ affiliations }) => list(affiliations.map(({ city }) => city))],
  ['affiliation_country', ({ affiliations }) => list(affiliations.map(({ country }) => country))],
  ['afid', ({ affiliations }) => list(affiliations.map(({ affiliationId }) => affiliationId))],
  ['coverDate', ({ coverDate }) => coverDate],
  ['coverDisplayDate', ({ extra }) => extra?.coverDisplayDate],
  ['publicationName', ({ source }) => source?.title, folded],
  ['issn', ({ source }) => source?.issn],
  ['eIssn', ({ source }) => source?.eissn],
  ['source_id', ({ source }) => source?.sourceId],
  ['aggregationType', ({ source }) => source?.type],
  ['volume', ({ volume }) => volume],
  ['issueIdentifier', ({ issue }) => issue],
  ['article_number', ({ articleNumber }) => articleNumber],
  ['pageRange', ({ pageStart, pageEnd }) => [pageStart, pageEnd].filter(Boolean).join('-') || undefined],
  ['description', ({ abstract }) => abstract, folded],
  ['authkeywords', ({ authorKeywords }) => authorKeywords?.join(' | '), folded],
  ['citedby_count', ({ citedBy }) => citedBy],
  ['openaccess', ({ openAccess, extra }) => Number(extra?.openaccess ?? (openAccess?.open ? 1 : 0))],
  ['freetoreadLabel', ({ openAccess }) => openAccess?.kinds?.join(' ')],
  ['freetoread', ({ extra }) => extra?.freetoread],
  ['fund_acr', ({ funding }) => funding?.[0]?.acronym],
  ['fund_no', ({ funding }) => funding?.[0]?.numbers?.[0]],
  ['fund_sponsor', ({ funding }) => funding?.[0]?.agency],
];

describe.skipIf(!there)('recorded bodies of Scopus Search', () => {
  test.for(bodies('scopus_search'))('%s: nothing of the golden table is lost', (name) => {
    const { works } = decodeSearch(read(name));
    const peer = peers(name)?.results as Row[] | undefined;
    expect(works.length).toBe((read(name)['search-results'].entry as Row[]).filter((entry) => !('error' in entry)).length);
    for (const [i, row] of (peer ?? []).entries()) {
      const work = works.find(({ eid }) => eid === row.eid) as Work;
      for (const [field, of, normalised = (value: unknown) => value] of searchFields) {
        const theirs = normalised(row[field] ?? undefined);
        if (theirs !== undefined) expect(of(work), `${field} of row ${i}`).toEqual(theirs);
      }
      expectAuthors(work, row);
    }
  });

  test('a truncated list of authors is told, and repeated rows are joined', () => {
    const works = bodies('scopus_search_complete').flatMap((name) => decodeSearch(read(name)).works);
    const cut = works.filter(({ notes = [] }) => notes.some(({ kind }) => kind === 'authors-cut'));
    expect(cut.length).toBeGreaterThan(0);
    for (const { authors } of works) expect(new Set(authors.map(({ authorId }) => authorId)).size).toBe(authors.length);
  });
});

/** pybliometrics keeps rows of one author that differ in nothing but order: compare who is there, in order of first mention. */
function expectAuthors(work: Work, row: Row): void {
  if (typeof row.author_ids !== 'string') return;
  expect(work.authors.map(({ authorId }) => authorId)).toEqual([...new Set(row.author_ids.split(';'))]);
  const names = new Set((row.author_names as string).split(';'));
  for (const { name } of work.authors) expect(names).toContain(name);
}

interface Person {
  readonly auid: number;
  readonly indexed_name: string;
  readonly surname: string;
  readonly given_name: string;
  readonly affiliation: string | null;
}

/** The same for Abstract Retrieval: core data, keywords, source. */
const abstractFields: readonly [field: string, of: (work: Work) => unknown, peer?: (value: unknown) => unknown][] = [
  ['eid', ({ eid }) => eid],
  ['doi', ({ doi }) => doi, (value) => decoded(value)?.toLowerCase()],
  ['pii', ({ pii, extra }) => pii ?? extra?.pii],
  ['identifier', ({ scopusId }) => Number(scopusId)],
  ['pubmed_id', ({ pmid }) => Number(pmid)],
  ['title', ({ title }) => title, folded],
  ['description', ({ abstract }) => abstract, folded],
  ['publicationName', ({ source }) => source?.title],
  ['sourcetitle_abbreviation', ({ source }) => source?.abbreviatedTitle],
  ['source_id', ({ source }) => Number(source?.sourceId)],
  ['aggregationType', ({ source }) => source?.type],
  ['publisher', ({ source }) => source?.publisher],
  ['subtype', ({ type }) => type?.code],
  ['subtypedescription', ({ type }) => type?.name],
  ['volume', ({ volume }) => volume],
  ['issueIdentifier', ({ issue }) => issue],
  ['startingPage', ({ pageStart }) => pageStart],
  ['endingPage', ({ pageEnd }) => pageEnd],
  ['pageRange', ({ pageStart, pageEnd }) => [pageStart, pageEnd].filter(Boolean).join('-')],
  ['coverDate', ({ coverDate }) => coverDate],
  ['citedby_count', ({ citedBy }) => citedBy],
  ['openaccess', ({ openAccess, extra }) => Number(extra?.openaccess ?? (openAccess?.open ? 1 : 0))],
  ['openaccessFlag', ({ openAccess }) => openAccess?.open],
  ['language', ({ language }) => language],
  ['refcount', ({ counts }) => counts?.references],
  [
    'references',
    ({ references }) => references?.map(({ doi, scopusId, title }) => [doi, scopusId, title]),
    (value) => (value as Row[])?.map(({ doi, id, title }) => [decoded(doi)?.toLowerCase(), id ?? undefined, folded(title)]),
  ],
  ['chemicals', ({ chemicals }) => chemicals?.map(({ name }) => name), (value) => (value as Row[])?.map(({ chemical_name }) => chemical_name)],
  [
    'sequencebank',
    ({ sequences }) => sequences?.map(({ bank, number }) => `${bank}: ${number}`),
    (value) => (value as Row[])?.map(({ name, sequence_number }) => `${name}: ${sequence_number}`),
  ],
  ['abstract', ({ abstract }) => abstract, folded],
  ['issn', ({ source }) => [source?.issn, source?.eissn], (value) => value && [(value as Row).print, (value as Row).electronic]],
  ['isbn', ({ source }) => source?.isbn],
  ['confname', ({ conference }) => conference?.name],
  ['confcode', ({ conference }) => num(conference?.code)],
  ['conflocation', ({ conference }) => conference?.location?.split(', ')[0]],
  ['confdate', ({ conference }) => conference?.date?.split('/').map((day) => day.split('-').map(Number))],
  ['copyright_type', ({ rights }) => rights?.type],
  ['date_created', ({ created }) => created?.split('-').map(Number)],
  ['issuetitle', ({ issueTitle }) => issueTitle],
  ['publisheraddress', ({ source }) => source?.publisherAddress],
  ['website', ({ source }) => source?.website],
  ['srctype', ({ source }) => source?.type?.charAt(0).toLowerCase()],
  ['funding_text', ({ funding }) => funding?.flatMap(({ text }) => text ?? []).join('\n'), folded],
  [
    'funding',
    ({ funding }) =>
      funding
        ?.filter(({ text }) => !text)
        .map(({ agency, agencyId, matched, numbers, acronym, country }) => [agency, agencyId, matched, numbers, acronym, country]),
    (value) =>
      (value as Row[])?.map((row) =>
        [row.agency ?? row.string, row.agency_id, row.string, row.funding_id, row.acronym, row.country].map((part) => part ?? undefined),
      ),
  ],
  [
    'contributor_group',
    ({ contributors }) => contributors?.map(({ given, initials, family, indexedName, role }) => [given, initials, family, indexedName, role]),
    (value) => (value as Row[])?.map((row) => [row.given_name, row.initials, row.surname, row.indexed_name, row.role].map((part) => part ?? undefined)),
  ],
  [
    'correspondence',
    ({ correspondence }) =>
      correspondence?.map(({ family, initials, organisations, country, city }) => [family, initials, organisations?.join('; '), country, city]),
    (value) => (value as Row[])?.map((row) => [row.surname, row.initials, row.organization, row.country, row.city_group].map((part) => part ?? undefined)),
  ],
  [
    'authorgroup',
    ({ authorGroups }) =>
      authorGroups?.flatMap(({ affiliationId, departmentId, organisations, country, authors }) =>
        authors.map(({ authorId, orcid, indexedName, family, given, initials }) => [
          num(affiliationId),
          num(departmentId),
          organisations?.join(', '),
          country,
          num(authorId),
          orcid,
          indexedName,
          family,
          given ?? initials,
        ]),
      ),
    (value) =>
      (value as Row[])
        ?.filter((row) => row.auid)
        .map((row) =>
          [row.affiliation_id, row.dptid, row.organization, row.country, row.auid, row.orcid, row.indexed_name, row.surname, row.given_name].map(
            (part) => part ?? undefined,
          ),
        ),
  ],
  [
    'chemicals',
    ({ chemicals }) => chemicals?.map(({ name, casNumbers, source }) => [source, name, casNumbers?.join(';')]),
    (value) => (value as Row[])?.map((row) => [row.source, row.chemical_name, row.cas_registry_number].map((part) => part ?? undefined)),
  ],
  ['authkeywords', ({ authorKeywords }) => authorKeywords],
  ['idxterms', ({ indexKeywords }) => indexKeywords],
  ['scopus_link', ({ links }) => links?.scopus],
  ['citedby_link', ({ links }) => links?.citedBy],
  ['url', ({ links }) => links?.api],
  [
    'subject_areas',
    ({ subjects }) => subjects,
    (value) => (value as Row[])?.map(({ area, abbreviation, code }) => ({ code: String(code), name: area, abbreviation })),
  ],
  [
    'affiliation',
    ({ affiliations }) => affiliations.map(({ name, city, country }) => [name, city, country]),
    (value) => (value as Row[])?.map(({ name, city, country }) => [name, city ?? undefined, country ?? undefined]),
  ],
  [
    'authors',
    ({ authors, affiliations }) =>
      authors.map(({ authorId, indexedName, family, given, affiliations: at }) => [
        Number(authorId),
        indexedName,
        family,
        given,
        list((at ?? []).map((i) => affiliations[i]?.affiliationId)),
      ]),
    (value) => (value as Person[])?.map((person) => [person.auid, person.indexed_name, person.surname, person.given_name, person.affiliation ?? undefined]),
  ],
];

const wrapped = (name: string) => (name.includes('.inner.') ? { 'abstracts-retrieval-response': read(name) } : read(name));

describe.skipIf(!there)('recorded bodies of Abstract Retrieval', () => {
  test.for(bodies('abstract_retrieval'))('%s: nothing of the golden table is lost', (name) => {
    const work = decodeAbstract(wrapped(name));
    const peer = peers(name) ?? {};
    for (const [field, of, normalised = (value: unknown) => value] of abstractFields) {
      const theirs = normalised(peer[field] ?? undefined);
      if (theirs !== undefined && theirs !== null) expect(of(work), field).toEqual(theirs);
    }
  });

  test('two ISSNs without a type are both kept, where pybliometrics loses both', () => {
    const { source, notes } = decodeAbstract(wrapped('abstract_retrieval_meta_2019.inner.json'));
    expect([source?.issn, source?.eissn]).toEqual([expect.stringMatching(/^\d{7}[\dX]$/), expect.stringMatching(/^\d{7}[\dX]$/)]);
    expect(notes?.map(({ kind }) => kind)).toContain('issns-untyped');
  });
});

const places = (value: unknown) =>
  (value as Row[] | undefined)?.map(
    ({
      id,
      parent,
      type,
      relationship,
      preferred_name,
      parent_preferred_name,
      country_code,
      country,
      address_part,
      city,
      state,
      postal_code,
      org_domain,
      org_URL,
    }) =>
      [
        id,
        parent,
        type,
        relationship,
        folded(preferred_name),
        folded(parent_preferred_name),
        country_code,
        country,
        folded(address_part),
        city,
        state,
        postal_code,
        org_domain,
        org_URL,
      ].map((part) => part ?? undefined),
  );
const placesOf = (organisations: readonly Organisation[] | undefined) =>
  organisations?.map(
    ({ affiliationId, parentId, type, relationship, name, parentName, countryCode, country, address, city, state, postalCode, domain, url }) => [
      num(affiliationId),
      num(parentId),
      type,
      relationship,
      name,
      parentName,
      countryCode,
      country,
      address,
      city,
      state,
      postalCode,
      domain,
      url,
    ],
  );

/** Author Retrieval against what pybliometrics reads; its links are left out, as it takes them by place and swaps two. */
const authorFields: readonly [field: string, of: (author: AuthorProfile) => unknown, peer?: (value: unknown) => unknown][] = [
  ['identifier', ({ authorId }) => Number(authorId)],
  ['eid', ({ eid }) => eid],
  ['orcid', ({ orcid }) => orcid],
  ['surname', ({ family }) => family],
  ['given_name', ({ given }) => given],
  ['initials', ({ initials }) => initials],
  ['indexed_name', ({ indexedName }) => indexedName],
  ['document_count', ({ counts }) => counts?.works],
  ['citation_count', ({ counts }) => counts?.citations],
  ['cited_by_count', ({ counts }) => counts?.citedBy],
  ['coauthor_count', ({ counts }) => counts?.coauthors],
  ['h_index', ({ hIndex }) => hIndex],
  ['status', ({ status }) => status],
  ['url', ({ links }) => links?.api],
  ['publication_range', ({ publicationYears }) => [publicationYears?.from, publicationYears?.to]],
  ['date_created', ({ created }) => created?.split('-').map(Number)],
  [
    'subject_areas',
    ({ subjects }) => subjects?.map(({ name, abbreviation, code }) => [name, abbreviation, num(code)]),
    (value) => (value as Row[]).map((row) => [row.area, row.abbreviation, row.code]),
  ],
  ['classificationgroup', ({ classifications }) => classifications?.map(({ code, works }) => [num(code), works])],
  [
    'name_variants',
    ({ nameVariants }) => nameVariants?.map(({ indexedName, works }) => [indexedName, works]),
    (value) => (value as Row[]).map((row) => [row.indexed_name, row.doc_count]),
  ],
  ['affiliation_current', ({ affiliations }) => placesOf(affiliations), places],
  ['affiliation_history', ({ affiliationHistory }) => placesOf(affiliationHistory), places],
];

describe.skipIf(!there)('recorded bodies of Author Retrieval', () => {
  test.for(bodies('author_retrieval'))('%s: nothing of the golden table is lost', (name) => {
    const [author] = decodeAuthor({ 'author-retrieval-response': [read(name)] }) as [AuthorProfile];
    const peer = peers(name) ?? {};
    let compared = 0;
    for (const [field, of, normalised = (value: unknown) => value] of authorFields) {
      if (peer[field] === undefined || peer[field] === null || (peer[field] as Row).error) continue;
      expect(of(author), field).toEqual(normalised(peer[field]));
      compared++;
    }
    expect(compared).toBeGreaterThan(12);
  });

  test('links are those they are named, where pybliometrics swaps two', () => {
    const [{ links }] = decodeAuthor({ 'author-retrieval-response': [read('author_retrieval_2019.inner.json')] }) as [AuthorProfile];
    expect([links?.scopus, links?.search]).toEqual([expect.stringContaining('www.scopus.com/authid'), expect.stringContaining('/search/')]);
    expect(links?.api).toMatch(/\/content\/author\/author_id\/\d+$/);
  });

  test('the full name of an affiliation, which pybliometrics misses', () => {
    const [{ affiliations }] = decodeAuthor({ 'author-retrieval-response': [read('author_retrieval_2019.inner.json')] }) as [AuthorProfile];
    expect(affiliations?.[0]?.displayName).toMatch(/\w, \w/);
  });
});

const affiliationFields: readonly [field: string, of: (affiliation: AffiliationProfile) => unknown, peer?: (value: unknown) => unknown][] = [
  ['identifier', ({ affiliationId }) => Number(affiliationId)],
  ['eid', ({ eid }) => eid],
  ['affiliation_name', ({ name }) => name],
  ['address', ({ address }) => address],
  ['city', ({ city }) => city],
  ['country', ({ country }) => country],
  ['state', ({ state }) => state],
  ['postal_code', ({ postalCode }) => postalCode],
  ['author_count', ({ counts }) => counts?.authors],
  ['document_count', ({ counts }) => counts?.works],
  ['org_type', ({ type }) => type],
  ['org_URL', ({ url }) => url],
  ['org_domain', ({ domain }) => domain],
  ['sort_name', ({ sortName }) => sortName],
  ['status', ({ status }) => status],
  ['url', ({ links }) => links?.api],
  ['scopus_affiliation_link', ({ links }) => links?.scopus],
  ['search_link', ({ links }) => links?.search],
  ['date_created', ({ created }) => created?.split('-').map(Number)],
  [
    'name_variants',
    ({ nameVariants }) => nameVariants?.map(({ name, works }) => [name, works]),
    (value) => (value as Row[]).map((row) => [row.name, row.doc_count]),
  ],
];

describe.skipIf(!there)('recorded bodies of Affiliation Retrieval', () => {
  test.for(bodies('affiliation_retrieval'))('%s: nothing of the golden table is lost', (name) => {
    const affiliation = decodeAffiliation({ 'affiliation-retrieval-response': read(name) });
    const peer = peers(name) ?? {};
    let compared = 0;
    for (const [field, of, normalised = (value: unknown) => value] of affiliationFields) {
      if (peer[field] === undefined || peer[field] === null || (peer[field] as Row).error) continue;
      expect(of(affiliation), field).toEqual(normalised(peer[field]));
      compared++;
    }
    expect(compared).toBeGreaterThan(12);
  });
});

describe.skipIf(!there)('recorded bodies of Author Search', () => {
  test.for(bodies('author_search'))('%s: nothing of the golden table is lost', (name) => {
    const authors = decodeAuthors(read(name));
    const rows = (peers(name)?.authors ?? []) as Row[];
    expect(authors.length).toBe(rows.length);
    for (const [i, row] of rows.entries()) {
      const author = authors[i] as AuthorProfile;
      const [home] = author.affiliations ?? [];
      const ours = [
        author.eid,
        author.orcid,
        author.family,
        author.initials,
        author.given,
        home?.name,
        author.counts?.works,
        home?.affiliationId,
        home?.city,
        home?.country,
      ];
      const theirs = [row.eid, row.orcid, row.surname, row.initials, row.givenname, row.affiliation, row.documents, row.affiliation_id, row.city, row.country];
      expect(ours).toEqual(theirs.map((value) => value ?? undefined));
    }
  });
});

describe.skipIf(!there)('bodies from documentation', () => {
  test('of Affiliation Search, Serial Title and PlumX', () => {
    expect(decodeAffiliations(read('constructed/affiliation_search.json'))).toMatchObject([
      { affiliationId: expect.stringMatching(/^6\d{7}$/), counts: { works: expect.any(Number) } },
    ]);
    expect(decodeSources(read('constructed/serial_title_standard.json'))).toMatchObject([
      {
        issn: expect.stringMatching(/^\d{7}[\dX]$/),
        metrics: {
          citeScore: [
            { year: 2022, value: 14.9 },
            { year: 2023, status: 'In-Progress' },
          ],
          sjr: [{ year: 2022, value: 1.624 }],
        },
      },
    ]);
    const categories = decodePlumx(read('constructed/plumx_doi.json'));
    expect(categories).toHaveLength(5);
    for (const { total, counts } of categories) expect(counts.reduce((sum, count) => sum + count.total, 0)).toBe(total);
  });
});
