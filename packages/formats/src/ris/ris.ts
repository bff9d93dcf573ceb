import type { Parts, Source } from '../read/source.ts';
import { gluedLink, risTag, taggedRecords } from './records.ts';
import { risToWork } from './to-work.ts';

/** RIS, as Scopus or anybody else writes it. */
export async function* ris({ bytes, told, raw }: Source, scopus: boolean): Parts {
  for await (const records of taggedRecords(bytes, { tagOf: risTag, begins: 'TY', ends: 'ER', gluedAt: scopus ? gluedLink : undefined }))
    yield records.values().map(({ fields, mended }) => {
      told.row(mended);
      const work = risToWork(fields, told, scopus);
      return raw ? { ...work, raw: fields.map(({ tag, text, more }) => [tag, [text, ...more].join('\n')]) } : work;
    });
}
