import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import type { Work } from '@scopekit/record';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireNode } from '../wire/node.ts';
import { xmlNode } from '../wire/xml-node.ts';
import { archiveFiles, dspaceCsv, itemsPerCsv } from './dspace.ts';
import { eprintsXml } from './eprints.ts';
import { type DepositItem, fieldsOf, manuscriptRights } from './item.ts';
import { oaiDc, oaiRecords, staticRepository } from './oai-dc.ts';
import { rioxxEntry, rioxxXml } from './rioxx.ts';
import { safZip } from './saf-zip.ts';

const recorded = new URL('../../../../../shared/data/ir/', import.meta.url);
const there = existsSync(recorded);
const today = '2026-05-10';

const work: Work = {
  title: 'Corals & <others>: "a" study || of two',
  authors: [
    { name: 'García, Ana', family: 'García', given: 'Ana', orcid: '0000-0000-0000-0001' },
    { name: 'The Reef Group', collaboration: true },
  ],
  affiliations: [],
  year: 2025,
  coverDate: '2025-06-01',
  pii: 'S9900001614002848',
  doi: '10.5555/invented.1',
  source: { title: 'Letters of Invention', issn: '9900-0016', publisher: 'Elsevier B.V.' },
  volume: '12',
  issue: '3',
  pageStart: '4',
  pageEnd: '9',
  type: { name: 'fla' },
  abstract: 'What was found.',
  authorKeywords: ['coral', 'reef'],
  rights: { statement: '© 2025 The Authors' },
  links: { publisher: 'https://www.sciencedirect.com/science/article/pii/S9900001614002848' },
  from: { source: 'sciencedirect.metadata' },
};
const licence = 'http://creativecommons.org/licenses/by-nc-nd/4.0/';
const item: DepositItem = { work, manuscript: { status: 'allowed', publicFrom: '2027-06-01', licence } };

async function* many(count: number): AsyncGenerator<DepositItem> {
  for (let i = 0; i < count; i++) yield { ...item, work: { ...work, pii: `S99000016140${String(i).padStart(5, '0')}`.slice(0, 17) } };
}
const whole = async (pieces: AsyncIterable<string>) => (await Array.fromAsync(pieces)).join('');
const rootOf = (text: string) => xmlNode(Buffer.from(text));

/** Paths of elements, each once. */
function paths(node: WireNode, before = ''): string[] {
  const path = `${before}/${node.name}`;
  return [...new Set([path, ...node.children.flatMap((child) => paths(child, path))])];
}

test('an abstract of Scopus is in no deposit, one of ScienceDirect is', () => {
  expect(fieldsOf(item).some(([name]) => name === 'abstract')).toBe(true);
  for (const source of ['scopus.search', 'scopus.abstract', 'gateway.csv', 'file.scopus-csv'])
    expect(fieldsOf({ ...item, work: { ...work, from: { source } } }).some(([name]) => name === 'abstract')).toBe(false);
});

test('of a permission the accepted manuscript and the public count', () => {
  const grant = (audience: 'public' | 'internal', from?: string) => ({ audience, affiliations: [], ...(from ? { from } : {}) });
  expect(
    manuscriptRights({
      versions: [
        { version: 'AM', status: 'allowed', grants: [grant('internal'), grant('public', '2026-06-10')], licence },
        { version: 'VoR', status: 'allowed', grants: [grant('public')] },
      ],
    }),
  ).toEqual({ status: 'allowed', publicFrom: '2026-06-10', licence });
  expect(manuscriptRights({ versions: [{ version: 'AM', status: 'forthcoming', grants: [] }] })).toEqual({ status: 'forthcoming' });
  expect(manuscriptRights({ versions: [] })).toEqual({ status: 'unknown' });
});

describe('OAI Dublin Core', () => {
  test('says what the guide maps, and validates', () => {
    const xml = oaiDc(item);
    const texts = rootOf(xml).children.map(({ name, text }) => [name, text]);
    expect(texts).toEqual([
      ['title', work.title],
      ['creator', 'García, Ana'],
      ['creator', 'The Reef Group'],
      ['date', '2025-06-01'],
      ['description', 'What was found.'],
      ['identifier', 'https://doi.org/10.5555/invented.1'],
      ['identifier', 'pii:S9900001614002848'],
      ['identifier', 'https://www.sciencedirect.com/science/article/pii/S9900001614002848'],
      ['source', 'Letters of Invention'],
      ['source', 'ISSN 9900-0016'],
      ['publisher', 'Elsevier B.V.'],
      ['type', 'fla'],
      ['subject', 'coral'],
      ['subject', 'reef'],
      ['rights', '© 2025 The Authors'],
      ['rights', licence],
      ['date', 'info:eu-repo/date/embargoEnd/2027-06-01'],
    ]);
    if (there && hasXmllint()) {
      const file = join(mkdtempSync(join(tmpdir(), 'scopekit-oai-')), 'item.xml');
      writeFileSync(file, xml);
      execFileSync('xmllint', ['--nonet', '--noout', '--schema', fileURLToPath(new URL('xsd/oai-dc/oai_dc.xsd', recorded)), file], { stdio: 'pipe' });
    }
  });

  test('as records and as a static repository has every item once', async () => {
    const records = rootOf(await whole(oaiRecords(many(3), { day: today })));
    expect(records.one('ListRecords')?.all('record')).toHaveLength(3);
    const about = {
      name: 'Invented & co',
      baseUrl: 'https://repo.example.edu/oai',
      adminEmail: 'a@example.edu',
      identifierPrefix: 'oai:repo.example.edu',
      day: today,
    };
    const repository = rootOf(await whole(staticRepository(many(3), about)));
    expect(repository.one('Identify')?.one('repositoryName')?.text).toBe('Invented & co');
    const ids = repository
      .one('ListRecords')
      ?.all('record')
      .map((record) => record.one('header')?.one('identifier')?.text);
    expect(new Set(ids).size).toBe(3);
  });

  test('whatever stands in a work, the XML can be read and says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (title) => {
        const read = rootOf(oaiDc({ work: { ...work, title } })).one('title')?.text ?? '';
        const plain = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
        expect(plain(read)).toBe(plain(title.replace(/[\ufffe\uffff]/g, '')));
      }),
    );
  });
});

describe('DSpace', () => {
  test('CSV: a thousand items a file, new ones as +, values parted by two bars and never by their own', async () => {
    const files = await Array.fromAsync(dspaceCsv(many(2_001), { collection: '123456789/2' }));
    expect(files.map((text) => text.trimEnd().split('\n').length - 1)).toEqual([itemsPerCsv, itemsPerCsv, 1]);
    const [header = '', row = ''] = files[2]?.split('\n') ?? [];
    const cells = (line: string) =>
      line
        .slice(1, -1)
        .split('","')
        .map((cell) => cell.replaceAll('""', '"'));
    const values = Object.fromEntries(cells(header).map((name, i) => [name, cells(row)[i]]));
    expect(values).toMatchObject({
      id: '+',
      collection: '123456789/2',
      'dc.title': 'Corals & <others>: "a" study | | of two',
      'dc.contributor.author': 'García, Ana||The Reef Group',
      'dc.subject': 'coral||reef',
      'dc.date.embargo': '2027-06-01',
      'dc.rights.uri': licence,
    });
  });

  test('fields are those of the repository, as its mapping says', async () => {
    const [text] = await Array.fromAsync(dspaceCsv(many(1), { collection: 'c', mapping: { title: 'local.title', embargo: 'dc.rights.embargodate' } }));
    expect(text?.split('\n')[0]).toBe('"id","collection","local.title","dc.rights.embargodate"');
  });

  test('Simple Archive Format: a folder for each item, a file for each schema, and contents; the same bytes each time', async () => {
    const bytes = Buffer.concat(await Array.fromAsync(safZip(many(3))));
    expect(Buffer.concat(await Array.fromAsync(safZip(many(3)))).equals(bytes)).toBe(true);
    const files = unzipped(bytes);
    expect([...files.keys()].filter((path) => path.endsWith('/contents'))).toHaveLength(3);
    for (const [path, text] of files) {
      expect(path).toMatch(/^item_[\w.-]+\/(?:dublin_core\.xml|contents)$/);
      if (!path.endsWith('.xml')) continue;
      const root = rootOf(text);
      expect([root.name, root.attribute('schema')]).toEqual(['dublin_core', 'dc']);
      expect(root.children.every((value) => value.name === 'dcvalue' && value.attribute('element') && value.attribute('qualifier') && value.text)).toBe(true);
    }
    const other = archiveFiles(item, { title: 'dc.title', pii: 'elsevier.identifier.pii' }).map(({ path }) => path.split('/')[1]);
    expect(other).toEqual(['dublin_core.xml', 'metadata_elsevier.xml', 'contents']);
  });
});

describe('EPrints and RIOXX', () => {
  test('EPrints XML keeps version, access, licence and embargo where EPrints does', async () => {
    const root = rootOf(await whole(eprintsXml(many(2), { today })));
    expect(root.all('eprint')).toHaveLength(2);
    const document = root.one('eprint')?.one('documents')?.one('document');
    const told = Object.fromEntries((document?.children ?? []).map(({ name, text }) => [name, text]));
    expect(told).toEqual({ format: 'text', content: 'accepted', security: 'validuser', license: 'cc_by_nc_nd_4', date_embargo: '2027-06-01' });
    const open = rootOf(await whole(eprintsXml(many(1), { today: '2027-06-01' })))
      .one('eprint')
      ?.one('documents')
      ?.one('document');
    expect([open?.one('security')?.text, open?.one('date_embargo')]).toEqual(['public', undefined]);
  });

  test('RIOXX tells version, licence with its first day, and embargo', () => {
    const root = rootOf(rioxxEntry(item));
    expect(root.one('version')?.text).toBe('AM');
    expect([root.one('license_ref')?.text, root.one('license_ref')?.attribute('start_date')]).toEqual([licence, '2027-06-01']);
    expect(root.one('embargo')?.attribute('end_date')).toBe('2027-06-01');
    expect(root.all('author').map((author) => author.one('surname')?.text ?? author.one('org_name')?.text)).toEqual(['García', 'The Reef Group']);
  });

  test.skipIf(!there)('their shape is that of recorded deposits', async () => {
    const shapeOf = (name: string) => new Set(paths(rootOf(readFileSync(new URL(name, recorded), 'utf8').trim())));
    const own = ['/eprints/eprint/documents', '/article_number', '/isbn'];
    const eprints = new Set([...shapeOf('eprints-xml-jisc-publications-router.xml'), ...shapeOf('jisc-pubrouter/eprints_expected.xml')]);
    const ours = paths(rootOf(await whole(eprintsXml(many(1), { today }))));
    expect(ours.filter((path) => !eprints.has(path) && !own.some((known) => path.includes(known)) && !path.endsWith('/official_url'))).toEqual([]);
    const rioxx = shapeOf('jisc-pubrouter/eprints_rioxx_expected.xml');
    const entry = paths(rootOf(await whole(rioxxXml(many(1)))))
      .filter((path) => path.startsWith('/entries/entry'))
      .map((path) => path.replace('/entries', ''));
    expect(entry.filter((path) => !rioxx.has(path) && path !== '/entry/rights')).toEqual([]);
  });
});

function hasXmllint(): boolean {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** A strict reader of ZIP: by its directory, each entry checked against its own header. */
function unzipped(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const [method, size, nameLength] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const [extra, comment, local] = [bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    expect([files.has(name), name.includes('..'), name.startsWith('/')]).toEqual([false, false, false]);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(data, data + size);
    files.set(name, (method ? inflateRawSync(raw) : raw).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
