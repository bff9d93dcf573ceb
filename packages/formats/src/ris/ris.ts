import type { Parts, Source } from '../read/source.ts';
import { type Field, gluedTag, risTags, taggedRecords } from './records.ts';
import { risToWork } from './to-work.ts';

/** RIS, as Scopus or anybody else writes it. */
export async function* ris({ bytes, told, raw }: Source, scopus: boolean): Parts {
  for await (const records of taggedRecords(bytes, { tagOf: risTags(), begins: 'TY', ends: 'ER', gluedAt: scopus ? gluedTag : undefined }))
    yield records.values().map(({ fields, mended }) => {
      told.row(mended);
      const work = risToWork(fields, told, scopus && fields.some(isOfScopus));
      return raw ? { ...work, raw: fields.map(({ tag, text, more }) => [tag, [text, ...more].join('\n')]) } : work;
    });
}

/** Files are joined: each record tells for itself. */
const isOfScopus = ({ tag, text }: Field) => (tag === 'DB' && text === 'Scopus') || (tag === 'N1' && text.startsWith('Export Date:'));
