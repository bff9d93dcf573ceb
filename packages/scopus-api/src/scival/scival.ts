import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import { withoutEmpty } from '@scopekit/record';
import { identifierOf } from '../abstract/abstract.ts';
import { at, decimal, items, members, plain, text, texts, whole } from '../wire/values.ts';
import { type LookupAnswer, type MetricsAnswer, type ScivalKind, scivalEndpoint, scivalMetrics, scivalPublicationEndpoint } from './endpoint.ts';

/** One figure of an author, institution or topic. */
export interface MetricValue {
  id?: string;
  name?: string;
  /** As SciVal names it. */
  metric: string;
  /** Which of several figures of the metric: a kind of collaboration, index or impact. */
  kind?: string;
  /** Absent where the figure is of all years. */
  year?: number;
  value?: number;
  percentage?: number;
  /** Of a percentile metric, in per cent. */
  threshold?: number;
  /** Of a metric that lists things (core papers, top authors): one of them, under SciVal's own names. */
  item?: Readonly<Record<string, unknown>>;
}

export interface MetricsOptions extends AskOptions {
  /** Default: all. */
  readonly metrics?: readonly string[];
  readonly byYear?: boolean;
}

/** So many ids go into one request. */
const batchSize = 100;

/** @throws ElsevierError `bad-input` for a metric that SciVal does not have; `not-entitled` without SciVal. */
export async function metrics(
  client: Client,
  kind: ScivalKind,
  ids: readonly string[],
  { metrics: wanted, byYear = false, ...ask }: MetricsOptions = {},
): Promise<MetricValue[]> {
  const { byYear: yearly, inAll } = scivalMetrics[kind];
  const known = byYear ? yearly : [...yearly, ...inAll];
  const unknown = wanted?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `SciVal has no ${unknown.join(', ')} of an ${kind}${byYear ? ' by year' : ''}.`,
      next: `There are ${known.join(', ')}.`,
    });
  const rows: MetricValue[] = [];
  for (let from = 0; from < ids.length; from += batchSize) {
    const batch = ids.slice(from, from + batchSize).map((id) => id.trim());
    rows.push(...toMetrics(await client.ask(scivalEndpoint, { kind, ids: batch, metrics: wanted ?? known, byYear }, ask), kind));
  }
  return rows;
}

/** Figures that a topic carries itself, under SciVal's names. */
const ownFigures = ['prominencePercentile', 'scholarlyOutput'] as const;

const toMetrics = (answer: MetricsAnswer, kind: ScivalKind): MetricValue[] =>
  answer.flatMap((result) => {
    const whose = withoutEmpty({ id: text(at(result, kind, 'id')), name: plain(at(result, kind, 'name')) });
    const own = ownFigures.flatMap((metric) => {
      const value = decimal(at(result, kind, metric));
      return value === undefined ? [] : [{ ...whose, metric, value }];
    });
    return [...own, ...items(result.metrics).flatMap((entry) => figures(members(entry)).map((figure) => ({ ...whose, ...figure })))];
  });

/** The figures of a metric: its own, or those of its parts; of all years, or of each. */
function figures(entry: Readonly<Record<string, unknown>>): MetricValue[] {
  const metric = text(entry.metricType) ?? '';
  const parts = entry.values === undefined ? [entry] : items(entry.values).map(members);
  return parts.flatMap((part) => {
    const common = { metric, kind: text(part.collabType ?? part.indexType ?? part.impactType), threshold: decimal(part.threshold) };
    if (part.valueByYear === undefined && part.percentageByYear === undefined) {
      if (part.value === undefined && part.percentage === undefined) return [withoutEmpty<MetricValue>({ metric, item: part })];
      return [withoutEmpty<MetricValue>({ ...common, value: decimal(part.value), percentage: decimal(part.percentage) })];
    }
    const [values, percentages] = [members(part.valueByYear), members(part.percentageByYear)];
    const years = [...new Set([...Object.keys(values), ...Object.keys(percentages)])].sort();
    return years.map((year) =>
      withoutEmpty<MetricValue>({ ...common, year: Number(year), value: decimal(values[year]), percentage: decimal(percentages[year]) }),
    );
  });
}

/** What SciVal knows of a work. */
export interface ScivalPublication {
  id?: string;
  doi?: string;
  title?: string;
  type?: string;
  year?: number;
  citedBy?: number;
  source?: string;
  /** Sustainable Development Goals of the United Nations. */
  sdgs?: string[];
  topicId?: string;
  topicClusterId?: string;
  authors?: { id?: string; name?: string; uri?: string }[];
  institutions?: { id?: string; name?: string; country?: string; countryCode?: string }[];
  link?: string;
}

/** @throws ElsevierError `bad-id`, `not-found`, `not-entitled` without SciVal. */
export async function publication(client: Client, id: string, ask: AskOptions = {}): Promise<ScivalPublication> {
  const named = identifierOf(id);
  if (named.kind !== 'scopusId' && named.kind !== 'eid')
    throw new ElsevierError({ reason: 'bad-id', message: `SciVal knows works by Scopus id only, and ${id} is none.`, next: 'Give an EID or a Scopus id.' });
  return toPublication(await client.ask(scivalPublicationEndpoint, { id: named.value.replace(/^2-s2\.0-/, '') }, ask));
}

function toPublication({ publication: wire, link }: LookupAnswer): ScivalPublication {
  return withoutEmpty<ScivalPublication>({
    id: text(wire.id),
    doi: text(wire.doi),
    title: plain(wire.title),
    type: text(wire.type),
    year: whole(wire.publicationYear),
    citedBy: whole(wire.citationCount),
    source: plain(wire.sourceTitle),
    sdgs: texts(wire.sdg),
    topicId: text(wire.topicId),
    topicClusterId: text(wire.topicClusterId),
    authors: items(wire.authors).map((author) => {
      const { id, name, uri } = members(author);
      return withoutEmpty({ id: text(id), name: plain(name), uri: text(uri) });
    }),
    institutions: items(wire.institutions).map((institution) => {
      const { id, name, country, countryCode } = members(institution);
      return withoutEmpty({ id: text(id), name: plain(name), country: plain(country), countryCode: text(countryCode) });
    }),
    link: text(members(items(link)[0])['@href']),
  });
}
