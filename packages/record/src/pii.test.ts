import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identify } from './identifier.ts';
import { doiForElsevier, eidOfPii, parsePii, piiOfDoi, piiOfEid, readPii } from './pii.ts';

const recorded = new URL('../../../../shared/data/', import.meta.url);

describe('a PII', () => {
  test('of an article says journal, year, item and check character', () => {
    expect(readPii('S9900-0016(14)00284-8')).toEqual({
      pii: 'S9900001614002848',
      formatted: 'S9900-0016(14)00284-8',
      kind: 'article',
      issn: '9900-0016',
      year: 2014,
      item: '00284',
      check: '8',
      scheme: 'pii',
      checksumOk: true,
      eid: '1-s2.0-S9900001614002848',
    });
  });

  test('of a chapter says the book; the hyphens of its ISBN are nobody’s to guess', () => {
    expect(readPii('B978-9-9000-0012-9.00007-1')).toMatchObject({
      pii: 'B9789900000129000071',
      kind: 'chapter',
      isbn: '9789900000129',
      eid: '3-s2.0-B9789900000129000071',
    });
    expect(readPii('B978-9-9000-0012-9.00007-1')).not.toHaveProperty('formatted');
    expect(readPii('B9-90000-123-X/00228-2')).toMatchObject({ pii: 'B990000123X002282', isbn: '990000123X', checksumOk: true });
  });

  test('of a whole issue has no EID', () => {
    const issue = readPii('S9900001615X00106');
    expect(issue).toMatchObject({ kind: 'issue', year: 2015 });
    expect(issue).not.toHaveProperty('eid');
  });

  test.for([
    ['9900-0121(84)90115-3', 1984, 'pii'],
    ['9900-0121(90)90101-B', 1990, 'adonis'],
    ['9900-0237(94)90070-1', 1994, 'ssdi'],
    ['S9900-0237(94)90629-7', 1994, 'ssdi'],
    ['9900-0016(95)00089-V', 1995, 'adonis'],
    ['S9900-0016(96)00403-2', 1996, 'pii'],
  ] as const)('%s of %d is checked as %s', ([text, year, scheme]) => {
    expect(readPii(text)).toMatchObject({ year, scheme, checksumOk: true, formatted: text });
  });

  test('with a wrong check character is read all the same, and said to have one', () => {
    const wrong = readPii('S9900-0016(14)00284-7');
    expect(wrong).toMatchObject({ pii: 'S9900001614002847', checksumOk: false });
    expect(wrong).not.toHaveProperty('scheme');
  });

  test.for(['0000-0002-1825-0097', '1234567890123456', '99900028440', 'INVENTED1932', 'S9900-0016', '10.1016/j.invent.2012.03.039', ''])(
    '%s is none',
    (text) => {
      expect(parsePii(text)).toBeUndefined();
    },
  );

  test('of sixteen digits is told from a Scopus id', () => {
    expect(identify('9900-0121(84)90115-3')).toEqual({ kind: 'pii', value: '9900012184901153' });
    expect(identify('99900028440')).toEqual({ kind: 'scopusId', value: '99900028440' });
  });

  test('whatever is changed in one place is noticed, nine times of ten', () => {
    const issns = fc.stringMatching(/^\d{7}[\dX]$/);
    const made = fc.tuple(issns, fc.integer({ min: 0, max: 49 }), fc.integer({ min: 0, max: 99_999 })).map(([issn, year, item]) => {
      const body = `S${issn}${String(year).padStart(2, '0')}${String(item).padStart(5, '0')}`;
      return [...'0123456789X'].map((check) => body + check).filter((pii) => readPii(pii)?.checksumOk);
    });
    fc.assert(
      fc.property(made, (right) => {
        expect(right).toHaveLength(1);
      }),
    );
  });
});

describe('PII, DOI and EID', () => {
  test('are one another where it is a matter of letters alone', () => {
    expect(piiOfDoi('10.1016/s9900-0016(14)00284-8')).toBe('S9900001614002848');
    expect(piiOfDoi('10.1016/9900-0121(84)90115-3')).toBe('9900012184901153');
    expect(piiOfDoi('10.1016/B978-9-9000-0012-9.00007-1')).toBe('B9789900000129000071');
    expect(piiOfDoi('10.1016/j.invent.2015.02.010')).toBeUndefined();
    expect(piiOfDoi('10.5555/S9900001614002848')).toBeUndefined();
    expect(piiOfEid('1-s2.0-S9900001614002848')).toBe('S9900001614002848');
    expect(piiOfEid('2-s2.0-99900028440')).toBeUndefined();
  });

  test('a DOI that spells a PII is upper case for Elsevier, which takes case for a difference', () => {
    expect(doiForElsevier('10.1016/s9900-0016(14)00284-8')).toBe('10.1016/S9900-0016(14)00284-8');
    expect(doiForElsevier('10.1016/j.invent.2015.02.010')).toBe('10.1016/j.invent.2015.02.010');
  });

  test('there and back is the same', () => {
    for (const pii of ['S9900001614002848', '9900012184901153', 'B9789900000129000071']) expect(piiOfEid(eidOfPii(pii))).toBe(pii);
  });
});

describe.skipIf(!existsSync(recorded))('recorded PIIs', () => {
  test('of the collection with sources: every verdict is right', () => {
    const vectors = JSON.parse(readFileSync(new URL('ir/pii-vectors.json', recorded), 'utf8')) as { formatted: string; normalized: string; valid: boolean }[];
    const wrong = vectors.filter(({ formatted, normalized, valid }) => {
      const read = readPii(formatted);
      return read?.pii !== normalized || read.checksumOk !== valid || readPii(normalized)?.pii !== normalized;
    });
    expect(wrong).toEqual([]);
  });

  test('of a thousand more: right by the rule of the PII is right; wrong by it is right in 1994 and 1995 alone, when others were in use', () => {
    const rows = readFileSync(new URL('elsevier/pii_vectors.tsv', recorded), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const wrong = rows.filter(([text = '', normalised, ok]) => {
      const read = readPii(text);
      const mixed = read?.year === 1994 || read?.year === 1995;
      return read?.pii !== normalised || (ok === '1' ? !read?.checksumOk : read?.checksumOk && !mixed);
    });
    expect(wrong.map(([text]) => text)).toEqual([]);
  });
});
