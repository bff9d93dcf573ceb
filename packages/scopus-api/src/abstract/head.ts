import { type AuthorGroup, type Chemical, type Conference, type Contributor, type Correspondent, type Sequence, withoutEmpty } from '@scopekit/record';
import { isbnsFrom } from '../wire/isbns.ts';
import { dateIn, items, members, at as path, plain, text, texts } from '../wire/values.ts';

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
  readonly issueTitle?: string;
  readonly publisherAddress?: string;
  readonly website?: string;
  readonly correspondence?: Correspondent[];
  readonly contributors?: Contributor[];
  readonly authorGroups?: AuthorGroup[];
  readonly chemicals?: Chemical[];
  readonly sequences?: Sequence[];
  /** By author id. */
  readonly orcids: ReadonlyMap<string, string>;
}

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
    issueTitle: plain(path(source, 'issuetitle')),
    publisherAddress: plain(path(source, 'publisher', 'publisheraddress')),
    website: text(path(source, 'website', 'ce:e-address')),
    contributors: contributorsOf(members(source)['contributor-group']),
    authorGroups: groupsOf(members(head)['author-group']),
    chemicals: chemicalsOf(path(head, 'enhancement', 'chemicalgroup')),
    sequences: sequencesOf(path(head, 'enhancement', 'sequencebanks')),
    orcids: orcidsOf(members(head)['author-group']),
  };
}

function conferenceOf(event: unknown): Conference | undefined {
  if (!event) return undefined;
  const day = (edge: 'startdate' | 'enddate') => dateIn(path(event, 'confdate', edge));
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

function correspondenceOf(value: unknown): Correspondent[] | undefined {
  return listed(
    items(value).flatMap((entry) => {
      const { person, affiliation } = members(entry);
      const place = members(items(affiliation)[0]);
      const someone = members(items(person)[0]);
      const found = withoutEmpty<Correspondent>({
        family: plain(someone['ce:surname']),
        initials: text(someone['ce:initials']),
        organisations: texts(place.organization),
        city: text(place['city-group']) ?? text(place.city),
        country: text(place.country),
      });
      return Object.keys(found).length ? [found] : [];
    }),
  );
}

const listed = <T>(rows: readonly T[]): T[] | undefined => (rows.length ? [...rows] : undefined);

function contributorsOf(groups: unknown): Contributor[] | undefined {
  const people = items(groups).flatMap((group) => items(members(group).contributor).map(members));
  return listed(people.flatMap((person) => nameOf(person, text(person['@role'])) ?? []));
}

function nameOf(person: Readonly<Record<string, unknown>>, role?: string): Contributor | undefined {
  const [family, given, initials] = [plain(person['ce:surname']), plain(person['ce:given-name']), text(person['ce:initials'])];
  const indexedName = plain(person['ce:indexed-name']);
  const name = [family, given ?? initials].filter(Boolean).join(', ') || indexedName;
  return name ? withoutEmpty<Contributor>({ name, family, given, initials, indexedName, role }) : undefined;
}

function chemicalsOf(group: unknown): Chemical[] | undefined {
  return listed(
    items(members(group).chemicals).flatMap((list) =>
      items(members(list).chemical).flatMap((entry) => {
        const chemical = members(entry);
        const casNumbers = texts(chemical['cas-registry-number']).filter((number) => number !== '0');
        const found = withoutEmpty<Chemical>({ name: plain(chemical['chemical-name']), casNumbers, source: text(members(list)['@source']) });
        return found.name || found.casNumbers ? [found] : [];
      }),
    ),
  );
}

function sequencesOf(banks: unknown): Sequence[] | undefined {
  return listed(
    items(members(banks).sequencebank).flatMap((entry) => {
      const bank = members(entry);
      return items(bank['sequence-number']).flatMap((number) => {
        const found = text(number);
        return found ? [withoutEmpty<Sequence>({ bank: text(bank['@name']), number: found, type: text(members(number)['@type']) })] : [];
      });
    }),
  );
}

/** Addresses come with a city or a city group, and organisations as text, one, or many. */
function groupsOf(groups: unknown): AuthorGroup[] | undefined {
  return listed(
    items(groups).map((entry) => {
      const group = members(entry);
      const place = members(items(group.affiliation)[0]);
      const ids = members(items(place['affiliation-id'])[0]);
      const collaborations = items(group.collaboration).map((one) => {
        const { '@collaboration-instance-id': id, 'ce:indexed-name': name, 'ce:text': words } = members(one);
        return withoutEmpty({ id: text(id), name: plain(name) ?? plain(words) });
      });
      return {
        ...withoutEmpty({
          affiliationId: text(place['@afid']) ?? text(ids['@afid']),
          departmentId: text(place['@dptid']) ?? text(ids['@dptid']),
          organisations: texts(place.organization),
          address: plain(place['address-part']),
          city: text(place.city) ?? text(place['city-group']),
          state: text(place.state),
          postalCode: text(place['postal-code']) ?? text(members(items(place['postal-code'])[0])['@zip']),
          country: text(place.country),
        }),
        authors: items(group.author).flatMap((person) => {
          const wire = members(person);
          const preferred = members(items(wire['preferred-name'])[0]);
          const found = nameOf({ ...wire, 'ce:indexed-name': preferred['ce:indexed-name'] ?? wire['ce:indexed-name'] });
          return found ? [withoutEmpty({ ...found, authorId: text(wire['@auid']), orcid: text(wire['@orcid']) })] : [];
        }),
        ...(collaborations.length ? { collaborations } : {}),
      };
    }),
  );
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
