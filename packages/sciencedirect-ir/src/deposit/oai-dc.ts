import { type DepositItem, type FieldName, fieldsOf } from './item.ts';
import { escaped, tag } from './xml.ts';

/** Which element of Dublin Core says what. Source: the mapping of Elsevier's guide for repositories. */
const elements: Partial<Record<FieldName, (value: string) => readonly [element: string, text: string]>> = {
  title: (text) => ['title', text],
  creator: (text) => ['creator', text],
  keyword: (text) => ['subject', text],
  abstract: (text) => ['description', text],
  publisher: (text) => ['publisher', text],
  date: (text) => ['date', text],
  embargo: (text) => ['date', `info:eu-repo/date/embargoEnd/${text}`],
  type: (text) => ['type', text],
  doi: (text) => ['identifier', `https://doi.org/${text}`],
  pii: (text) => ['identifier', `pii:${text}`],
  link: (text) => ['identifier', text],
  source: (text) => ['source', text],
  issn: (text) => ['source', `ISSN ${text}`],
  language: (text) => ['language', text],
  rights: (text) => ['rights', text],
  licence: (text) => ['rights', text],
};

const spaces = {
  'xmlns:oai_dc': 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': 'http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
};

/** An item as `oai_dc:dc`. */
export function oaiDc(item: DepositItem): string {
  const parts = fieldsOf(item).flatMap(([name, value]) => {
    const [element, text] = elements[name]?.(value) ?? [];
    return element && text ? [tag(`dc:${element}`, text)] : [];
  });
  return tag('oai_dc:dc', parts, spaces);
}

export interface StaticRepository {
  readonly name: string;
  /** Where the file will be served. */
  readonly baseUrl: string;
  readonly adminEmail: string;
  /** `oai:repo.example.edu`: what identifiers of its records begin with. */
  readonly identifierPrefix: string;
  /** The day of all its records, `YYYY-MM-DD`. */
  readonly day: string;
}

/**
 * A static OAI-PMH repository: one file that a gateway serves to harvesters.
 *
 * @see http://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm
 */
export async function* staticRepository(
  items: AsyncIterable<DepositItem>,
  { name, baseUrl, adminEmail, identifierPrefix, day }: StaticRepository,
): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<Repository xmlns="http://www.openarchives.org/OAI/2.0/static-repository" xmlns:oai="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/static-repository http://www.openarchives.org/OAI/2.0/static-repository.xsd">
<Identify>${tag('oai:repositoryName', name)}${tag('oai:baseURL', baseUrl)}<oai:protocolVersion>2.0</oai:protocolVersion>${tag('oai:adminEmail', adminEmail)}${tag('oai:earliestDatestamp', day)}<oai:deletedRecord>no</oai:deletedRecord><oai:granularity>YYYY-MM-DD</oai:granularity></Identify>
<ListMetadataFormats><oai:metadataFormat><oai:metadataPrefix>oai_dc</oai:metadataPrefix><oai:schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</oai:schema><oai:metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</oai:metadataNamespace></oai:metadataFormat></ListMetadataFormats>
<ListRecords metadataPrefix="oai_dc">
`;
  for await (const item of items) {
    const id = item.work.pii ?? item.work.doi ?? item.work.eid ?? '';
    const header = tag('oai:header', [tag('oai:identifier', `${identifierPrefix}:${id}`), tag('oai:datestamp', day)]);
    yield `<oai:record>${header}<oai:metadata>${oaiDc(item)}</oai:metadata></oai:record>\n`;
  }
  yield '</ListRecords>\n</Repository>\n';
}

/** Items as the records of an OAI-PMH answer. */
export async function* oaiRecords(items: AsyncIterable<DepositItem>, { day }: { readonly day: string }): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>${day}T00:00:00Z</responseDate><request verb="ListRecords" metadataPrefix="oai_dc">https://example.org/oai</request><ListRecords>\n`;
  for await (const item of items) {
    const id = item.work.pii ?? item.work.doi ?? item.work.eid ?? '';
    yield `<record><header><identifier>${escaped(`pii:${id}`)}</identifier><datestamp>${day}</datestamp></header><metadata>${oaiDc(item)}</metadata></record>\n`;
  }
  yield '</ListRecords></OAI-PMH>\n';
}
