import { type DepositItem, type FieldName, fieldNames, fieldsOf } from './item.ts';
import { tag } from './xml.ts';

/** Which metadata field of DSpace takes what; absent: none. A mapping file of the repository changes it. */
export type FieldMapping = Partial<Record<FieldName, string>>;

export const defaultMapping: FieldMapping = {
  title: 'dc.title',
  creator: 'dc.contributor.author',
  date: 'dc.date.issued',
  abstract: 'dc.description.abstract',
  doi: 'dc.identifier.doi',
  pii: 'dc.identifier.pii',
  link: 'dc.identifier.uri',
  source: 'dc.relation.ispartof',
  issn: 'dc.identifier.issn',
  isbn: 'dc.identifier.isbn',
  publisher: 'dc.publisher',
  type: 'dc.type',
  keyword: 'dc.subject',
  language: 'dc.language.iso',
  rights: 'dc.rights',
  licence: 'dc.rights.uri',
  embargo: 'dc.date.embargo',
};

/** DSpace takes so many items of one file, unless its administrator says otherwise (`bulkedit.import.max.items`). */
export const itemsPerCsv = 1_000;

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/**
 * Items as CSV for DSpace's batch editing: new ones have the id `+`, values of a field `||` between them.
 *
 * @param collection handle of the collection that takes them.
 * @returns One text for each file.
 */
export async function* dspaceCsv(
  items: AsyncIterable<DepositItem>,
  { collection, mapping = defaultMapping }: { readonly collection: string; readonly mapping?: FieldMapping },
): AsyncGenerator<string> {
  const columns = fieldNames.flatMap((name) => mapping[name] ?? []);
  const fields = [...new Set(columns)];
  const header = `${['id', 'collection', ...fields].map(cell).join(',')}\n`;
  let rows: string[] = [];
  for await (const item of items) {
    const values = new Map<string, string[]>();
    for (const [name, value] of fieldsOf(item)) {
      const field = mapping[name];
      // two bars part values, and a value that holds them would become two
      if (field) values.set(field, [...(values.get(field) ?? []), value.replaceAll('||', '| |')]);
    }
    rows.push(`${['+', collection, ...fields.map((field) => values.get(field)?.join('||') ?? '')].map(cell).join(',')}\n`);
    if (rows.length === itemsPerCsv) {
      yield header + rows.join('');
      rows = [];
    }
  }
  if (rows.length) yield header + rows.join('');
}

/** A file of the Simple Archive Format. */
export interface ArchiveFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Items in DSpace's Simple Archive Format: a folder each, with a file for each metadata schema and an empty `contents`, as
 * manuscripts are the repository's own. The folder is named by the PII, so that a mapfile of an earlier import fits.
 *
 * @see https://wiki.lyrasis.org/display/DSDOC8x/Importing+and+Exporting+Items+via+Simple+Archive+Format
 */
export function archiveFiles(item: DepositItem, mapping: FieldMapping = defaultMapping): ArchiveFile[] {
  const folder = folderOf(item);
  const schemas = new Map<string, string[]>();
  for (const [name, value] of fieldsOf(item)) {
    const [schema, element, qualifier] = mapping[name]?.split('.') ?? [];
    if (schema && element) schemas.set(schema, [...(schemas.get(schema) ?? []), tag('dcvalue', value, { element, qualifier: qualifier ?? 'none' })]);
  }
  const files = [...schemas].map(([schema, values]) => ({
    path: `${folder}/${schema === 'dc' ? 'dublin_core.xml' : `metadata_${schema}.xml`}`,
    text: `<?xml version="1.0" encoding="UTF-8"?>\n${tag('dublin_core', values, { schema })}\n`,
  }));
  return [...files, { path: `${folder}/contents`, text: '' }];
}

/**
 * A line of the mapfile by which DSpace knows what it has taken in before: the folder of an item, and its handle or UUID.
 * `import --add --resume` leaves those items out, `--replace` puts them in anew.
 */
export const mapfileLine = (item: DepositItem, id: string): string => `${folderOf(item)} ${id}`;

const folderOf = ({ work }: DepositItem): string => `item_${(work.pii ?? work.doi ?? work.eid ?? 'nameless').replace(/[^\w.-]/g, '_')}`;
