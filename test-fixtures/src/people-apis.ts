import type { Corpus } from './corpus/corpus.ts';
import { topics } from './corpus/vocabulary.ts';
import type { InventedAffiliation, InventedAuthor, InventedWork } from './corpus/work.ts';
import { MalformedQuery } from './query/tokens.ts';
import { json, serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';
import { entriesPage } from './wire/entries-page.ts';
import { affiliationEntry, affiliationProfile, authorEntry, authorProfile, type KnownAffiliation, type KnownAuthor } from './wire/profiles.ts';

const invalid = (text: string) => serviceError(400, 'INVALID_INPUT', text);
const notFound = () => serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
const refused = () => serviceError(401, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource');
const entitlement = (entitled: boolean) => json({ 'document-entitlement': { status: entitled ? 'ENTITLED' : 'NOT_ENTITLED' } });

type Answer = (request: WireRequest, entitled: boolean, path: readonly string[]) => WireAnswer;

/** Authors and affiliations of a corpus, with what their works say of them. Made when first asked for. */
export function peopleApis(corpus: Corpus): Readonly<Record<'authorSearch' | 'author' | 'affiliationSearch' | 'affiliation', Answer>> {
  let known: ReturnType<typeof gathered> | undefined;
  const people = () => {
    known ??= gathered(corpus);
    return known;
  };

  return {
    authorSearch({ url }, entitled) {
      if (!entitled) return refused();
      const page = pageOf(url);
      if (!page) return invalid('Exceeds the maximum number allowed for the service level');
      const coauthor = url.searchParams.get('co-author');
      const found = coauthor === null ? matching(people().authors, url.searchParams.get('query') ?? '', authorFields) : people().coauthors(coauthor);
      if (!found) return invalid('Error translating query');
      return json(entriesPage(found.map(authorEntry), url, page));
    },
    author({ url }, entitled, [kind = '', id = '']) {
      const view = (url.searchParams.get('view') ?? 'LIGHT').toUpperCase();
      if (view === 'ENTITLED') return entitlement(entitled);
      if (!entitled) return refused();
      const ids = kind ? [id] : (url.searchParams.get('author_id') ?? '').split(',');
      const profiles = ids.map((one) => (kind === 'orcid' ? people().byOrcid(one) : people().author(one)));
      if (kind) return profiles[0] ? json({ 'author-retrieval-response': [authorProfile(profiles[0], view)] }) : notFound();
      const found = profiles.map((profile, i) =>
        profile ? authorProfile(profile, view) : { '@status': 'not_found', coredata: { 'dc:identifier': `AUTHOR_ID:${ids[i]}` } },
      );
      return json({ 'author-retrieval-response-list': { 'author-retrieval-response': found } });
    },
    affiliationSearch({ url }, entitled) {
      if (!entitled) return refused();
      const page = pageOf(url);
      if (!page) return invalid('Exceeds the maximum number allowed for the service level');
      const found = matching(people().affiliations, url.searchParams.get('query') ?? '', affiliationFields);
      return found ? json(entriesPage(found.map(affiliationEntry), url, page)) : invalid('Error translating query');
    },
    affiliation({ url }, entitled, [id = '']) {
      const view = (url.searchParams.get('view') ?? 'STANDARD').toUpperCase();
      if (view === 'ENTITLED') return entitlement(entitled);
      if (!entitled) return refused();
      const found = people().affiliation(id);
      return found ? json({ 'affiliation-retrieval-response': affiliationProfile(found, view) }) : notFound();
    },
  };
}

function pageOf(url: URL): { start: number; count: number } | undefined {
  const [start, count] = [Number(url.searchParams.get('start') ?? 0), Number(url.searchParams.get('count') ?? 25)];
  return count > 200 || start + count > 5_000 ? undefined : { start, count };
}

const has = (value: string | undefined, wanted: string) => value !== undefined && folded(value).includes(folded(wanted));
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[*"]/g, '').trim();

const authorFields: Readonly<Record<string, (author: KnownAuthor, value: string) => boolean>> = {
  AUTHLASTNAME: ({ author }, value) => folded(author.family) === folded(value),
  AUTHLAST: ({ author }, value) => folded(author.family) === folded(value),
  AUTHFIRST: ({ author }, value) => has(author.given, value) || folded(author.initials).startsWith(folded(value)),
  'AU-ID': ({ author }, value) => author.auid === value.trim(),
  'AF-ID': ({ author }, value) => author.home.afid === value.trim(),
  AFFIL: ({ author }, value) => has(`${author.home.name} ${author.home.city} ${author.home.country}`, value),
  ORCID: ({ author }, value) => author.orcid === value.trim(),
  SUBJAREA: ({ works }, value) => works.some(({ topic }) => topics[topic]?.subjects.some(([, abbreviation]) => abbreviation === value.trim())),
};
const affiliationFields: Readonly<Record<string, (known: KnownAffiliation, value: string) => boolean>> = {
  AFFIL: ({ affiliation }, value) => has(`${affiliation.name} ${affiliation.city} ${affiliation.country}`, value),
  'AF-ID': ({ affiliation }, value) => affiliation.afid === value.trim(),
  AFFILCITY: ({ affiliation }, value) => has(affiliation.city, value),
  AFFILCOUNTRY: ({ affiliation }, value) => has(affiliation.country, value),
};

type Fields<T> = Readonly<Record<string, (one: T, value: string) => boolean>>;

/** Fields joined by AND, OR (which binds tighter) and AND NOT; `undefined` for what cannot be read. */
function matching<T>(all: readonly T[], query: string, fields: Fields<T>): T[] | undefined {
  const tokens = [...query.matchAll(/([A-Z-]+)\s*\(([^()]*)\)|[()]|AND\s+NOT\b|AND\b|OR\b|\S+/gi)];
  const is = (word: RegExp) => word.test(tokens[0]?.[0] ?? '');
  const take = () => tokens.shift() ?? [];

  function every(): (one: T) => boolean {
    const parts = [some()];
    while (is(/^AND/i)) {
      const without = is(/NOT$/i);
      take();
      const part = some();
      parts.push(without ? (one) => !part(one) : part);
    }
    return (one) => parts.every((part) => part(one));
  }
  function some(): (one: T) => boolean {
    const parts = [single()];
    while (is(/^OR$/i)) {
      take();
      parts.push(single());
    }
    return (one) => parts.some((part) => part(one));
  }
  function single(): (one: T) => boolean {
    const [text = '', code = '', value = ''] = take();
    const test = fields[code.toUpperCase()];
    if (test) return (one) => test(one, value);
    if (text !== '(') throw new MalformedQuery(text);
    const inner = every();
    if (take()[0] !== ')') throw new MalformedQuery(query);
    return inner;
  }

  try {
    const test = every();
    return tokens.length ? undefined : all.filter(test);
  } catch (error) {
    if (error instanceof MalformedQuery) return undefined;
    throw error;
  }
}

function gathered(corpus: Corpus) {
  const ofAuthor = new Map<string, InventedWork[]>();
  const ofAffiliation = new Map<string, InventedWork[]>();
  const note = (map: Map<string, InventedWork[]>, id: string, work: InventedWork) => void (map.get(id)?.push(work) ?? map.set(id, [work]));
  for (const work of corpus.works()) {
    for (const auid of new Set(work.authors.map(({ author }) => author.auid))) note(ofAuthor, auid, work);
    for (const afid of new Set(work.authors.flatMap(({ affiliations }) => affiliations.map((at) => at.afid)))) note(ofAffiliation, afid, work);
  }
  const knownAuthor = (author: InventedAuthor): KnownAuthor => ({ author, works: ofAuthor.get(author.auid) ?? [] });
  const knownAffiliation = (affiliation: InventedAffiliation): KnownAffiliation => ({
    affiliation,
    works: (ofAffiliation.get(affiliation.afid) ?? []).length,
    authors: corpus.authors.filter(({ home }) => home === affiliation).length,
  });
  const authors = corpus.authors.map(knownAuthor);
  const affiliations = corpus.affiliations.map(knownAffiliation);
  return {
    authors,
    affiliations,
    author: (id: string) => authors.find(({ author }) => author.auid === id),
    byOrcid: (orcid: string) => authors.find(({ author }) => author.orcid === orcid),
    affiliation: (id: string) => affiliations.find(({ affiliation }) => affiliation.afid === id),
    /** At most 160, as Scopus does. */
    coauthors: (id: string) => {
      const ids = new Set((ofAuthor.get(id) ?? []).flatMap((work) => work.authors.map(({ author }) => author.auid)));
      return authors.filter(({ author }) => author.auid !== id && ids.has(author.auid)).slice(0, 160);
    },
  };
}
