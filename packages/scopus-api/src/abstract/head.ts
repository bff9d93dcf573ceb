import { type Conference, withoutEmpty } from '@scopekit/record';
import { isbnsFrom } from '../wire/isbns.ts';
import { items, members, text, texts } from '../wire/values.ts';

/** What the bibliographic head of a FULL answer adds to the core data. */
export interface Head {
  readonly title?: string;
  readonly abstract?: string;
  readonly abbreviatedTitle?: string;
  readonly publisher?: string;
  readonly coden?: string;
  readonly issn?: string;
  readonly eissn?: string;
  readonly isbns: readonly string[];
  readonly volume?: string;
  readonly issue?: string;
  readonly pages?: string;
  readonly pageFirst?: string;
  readonly pageLast?: string;
  readonly conference?: Conference;
  readonly correspondence?: string[];
  readonly editors?: string[];
  /** With their CAS registry numbers. */
  readonly chemicals?: string[];
  /** As `bank: number`. */
  readonly sequences?: string[];
  /** By author id. */
  readonly orcids: ReadonlyMap<string, string>;
}

const path = (value: unknown, ...names: string[]): unknown => names.reduce<unknown>((inner, name) => members(items(inner)[0])[name], value);

/** Reads the head; every part of it may be missing, single, many or text. */
export function headOf(head: unknown): Head {
  const source = path(head, 'source');
  const issns = items(path(source, 'issn'));
  const typed = (type: string) => text(issns.find((issn) => members(issn)['@type'] === type));
  const place = path(source, 'volisspag');
  return {
    title: text(path(head, 'citation-title')),
    abstract: text(path(head, 'abstracts')),
    abbreviatedTitle: text(path(source, 'sourcetitle-abbrev')),
    publisher: text(path(source, 'publisher', 'publishername')),
    coden: text(path(source, 'codencode')),
    issn: typed('print') ?? text(issns.find((issn) => typeof issn === 'string' || !members(issn)['@type'])),
    eissn: typed('electronic'),
    isbns: isbnsFrom(path(source, 'isbn')),
    volume: text(path(place, 'voliss', '@volume')),
    issue: text(path(place, 'voliss', '@issue')),
    pages: text(path(place, 'pages')),
    pageFirst: text(path(place, 'pagerange', '@first')),
    pageLast: text(path(place, 'pagerange', '@last')),
    conference: conferenceOf(path(source, 'additional-srcinfo', 'conferenceinfo', 'confevent')),
    correspondence: correspondenceOf(path(head, 'correspondence') === undefined ? undefined : members(head).correspondence),
    editors: editorsOf(members(source)['contributor-group']),
    chemicals: chemicalsOf(path(head, 'enhancement', 'chemicalgroup')),
    sequences: sequencesOf(path(head, 'enhancement', 'sequencebanks')),
    orcids: orcidsOf(members(head)['author-group']),
  };
}

function conferenceOf(event: unknown): Conference | undefined {
  if (!event) return undefined;
  const day = (edge: 'startdate' | 'enddate') => {
    const { '@year': year, '@month': month, '@day': date } = members(path(event, 'confdate', edge));
    return [year, month, date].flatMap((part) => text(part) ?? []).join('-');
  };
  const location = members(items(path(event, 'conflocation'))[0]);
  return withoutEmpty({
    name: text(path(event, 'confname')),
    code: text(path(event, 'confcode')),
    date: [...new Set([day('startdate'), day('enddate')])].filter(Boolean).join('/') || undefined,
    location:
      [text(location['city-group']) ?? text(location.city), text(location['@country']) ?? text(location.country)].filter(Boolean).join(', ') || undefined,
    sponsors: texts(path(event, 'confsponsors', 'confsponsor')),
  });
}

function correspondenceOf(value: unknown): string[] | undefined {
  const lines = items(value).map((entry) => {
    const { person, affiliation } = members(entry);
    const at = members(items(affiliation)[0]);
    const name = [text(members(person)['ce:surname']), text(members(person)['ce:initials'])].filter(Boolean).join(' ');
    return [name, ...texts(at.organization), text(at['city-group']) ?? text(at.city), text(at.country)].filter(Boolean).join('; ');
  });
  const told = lines.filter(Boolean);
  return told.length ? told : undefined;
}

const listed = (lines: readonly string[]): string[] | undefined => (lines.length ? [...new Set(lines)] : undefined);

function editorsOf(groups: unknown): string[] | undefined {
  const contributors = items(groups).flatMap((group) => items(members(group).contributor).map(members));
  return listed(
    contributors.flatMap(
      (person) => [text(person['ce:surname']), text(person['ce:given-name']) ?? text(person['ce:initials'])].filter(Boolean).join(', ') || [],
    ),
  );
}

function chemicalsOf(group: unknown): string[] | undefined {
  const chemicals = items(members(group).chemicals).flatMap((list) => items(members(list).chemical).map(members));
  return listed(
    chemicals.flatMap((chemical) => {
      const name = text(chemical['chemical-name']);
      const numbers = texts(chemical['cas-registry-number']).filter((number) => number !== '0');
      return name ? (numbers.length ? `${name} (${numbers.join(', ')})` : name) : [];
    }),
  );
}

function sequencesOf(banks: unknown): string[] | undefined {
  const list = items(members(banks).sequencebank).map(members);
  return listed(list.flatMap((bank) => texts(bank['sequence-number']).map((number) => [text(bank['@name']), number].filter(Boolean).join(': '))));
}

function orcidsOf(groups: unknown): Map<string, string> {
  const pairs = items(groups).flatMap((group) =>
    items(members(group).author).flatMap((author) => {
      const [id, orcid] = [text(members(author)['@auid']), text(members(author)['@orcid'])];
      return id && orcid ? [[id, orcid] as const] : [];
    }),
  );
  return new Map(pairs);
}
