import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identify, parseDoi, parseEid, parsePii, parsePmid, parseScopusId, piiCheckDigitHolds } from './index.ts';

test.for<[text: string, kind: string, value: string]>([
  ['https://doi.org/10.5555/ABC.1', 'doi', '10.5555/abc.1'],
  ['http://dx.doi.org/10.5555%2Fabc.1', 'doi', '10.5555/abc.1'],
  ['doi: 10.5555/abc.1', 'doi', '10.5555/abc.1'],
  ['DOI 10.5555/abc.1', 'doi', '10.5555/abc.1'],
  ['<https://doi.org/10.5555/abc.1>', 'doi', '10.5555/abc.1'],
  ['10.5555/abc(20)1.', 'doi', '10.5555/abc(20)1'],
  ['(see 10.5555/abc.).'.slice(5), 'doi', '10.5555/abc'],
  ['https://doi.org/10.5555%252Fabc', 'doi', '10.5555/abc'],
  ['(10.5555/abc(20)1)'.slice(1), 'doi', '10.5555/abc(20)1'],
  ['10.5555/S0000-0019(20)30001-1', 'doi', '10.5555/s0000-0019(20)30001-1'],
  ['SCOPUS_ID:85000000001', 'scopusId', '85000000001'],
  ['scopus id 0034000001', 'scopusId', '0034000001'],
  ['85000000001', 'scopusId', '85000000001'],
  ['2-S2.0-85000000001', 'eid', '2-s2.0-85000000001'],
  ['EID: 2-s2.0-0034000001', 'eid', '2-s2.0-0034000001'],
  ['1-s2.0-s0000001914000010', 'eid', '1-s2.0-S0000001914000010'],
  ['S0000-0019(14)00001-0', 'pii', 'S0000001914000010'],
  ['S0000001914000010', 'pii', 'S0000001914000010'],
  ['PII: S0000-0019(14)00001-0', 'pii', 'S0000001914000010'],
  ['B978-0-00-000000-2.50052-X', 'pii', 'B978000000000250052X'],
  ['B0-00-000000-X/00228-X', 'pii', 'B000000000X00228X'],
  ['PMID: 1234567', 'pmid', '1234567'],
  ['1234567', 'pmid', '1234567'],
  ['PMID 12345678', 'pmid', '12345678'],
  ['scopus_id:12345678', 'scopusId', '12345678'],
  ['https://www.scopus.com/inward/record.uri?partnerID=HzOxMe3b&scp=85000000001&origin=inward', 'scopusId', '85000000001'],
  ['https://www.scopus.com/record/display.uri?eid=2-s2.0-85000000001&origin=x', 'eid', '2-s2.0-85000000001'],
  ['https://www.sciencedirect.com/science/article/pii/S0000001914000010?via%3Dihub', 'pii', 'S0000001914000010'],
  ['https://pubmed.ncbi.nlm.nih.gov/1234567/', 'pmid', '1234567'],
  ['https://api.elsevier.com/content/abstract/scopus_id/85000000001', 'scopusId', '85000000001'],
  ['http://api.elsevier.com/content/abstract/scopus_id:85000000001', 'scopusId', '85000000001'],
])('%s is a %s', ([text, kind, value]) => {
  expect(identify(text)).toEqual({ kind, value });
});

test('eight bare digits fit a Scopus id and a PMID, so neither is guessed', () => {
  expect(identify('12345678')).toEqual({
    kind: 'ambiguous',
    couldBe: [
      { kind: 'scopusId', value: '12345678' },
      { kind: 'pmid', value: '12345678' },
    ],
  });
});

test.for([
  '',
  '   ',
  'coral reefs',
  'INVENTED1932',
  '10.5555',
  '9-s2.0-7000000001',
  '10-s2.0-60000001',
  'PMC123456',
  '10.5555/../../search/author',
  '10.5555/\ud800',
  'doi:coral',
  'SCOPUS_ID:x',
])('"%s" names no work, and it is said why', (text) => {
  const answer = identify(text);
  expect(answer.kind).toBe('unknown');
  expect(answer).toHaveProperty('why');
});

describe('whatever the text', () => {
  test('no parser throws, and every value parses to itself', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[SB0-9X()./-]{5,25}$/), fc.stringMatching(/^10\.\d{4,6}\/\S{1,20}$/));
    fc.assert(
      fc.property(text, (pasted) => {
        for (const parse of [parseDoi, parsePii, parseEid, parseScopusId, parsePmid]) {
          const value = parse(pasted);
          if (value !== undefined) expect(parse(value)).toBe(value);
        }
        identify(pasted);
      }),
    );
  });
});

test('one changed digit breaks the check of a PII', () => {
  const good = 'S0000001914000010';
  const check = '0123456789X'.split('').filter((last) => piiCheckDigitHolds(good.slice(0, -1) + last));
  expect(check).toHaveLength(1);
});
