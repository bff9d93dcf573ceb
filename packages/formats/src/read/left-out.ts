import { scopusColumns } from '../scopus/columns.ts';
import type { InputFormat } from './detect.ts';

const ofTheDatabase = 'of the database and its day, not of the work';

/** What a format has and a work has no place for, and why. Everything else that a reader does not know is kept in `extra`. */
export const leftOut: Readonly<Partial<Record<InputFormat, Readonly<Record<string, string>>>>> = {
  'scopus-csv': Object.fromEntries(scopusColumns.flatMap(({ name, home }) => ('refused' in home ? [[name, home.refused]] : []))),
  'scopus-ris': { DB: 'always "Scopus": `from.source` tells it', 'Export Date': ofTheDatabase },
  'scopus-bibtex': { source: 'always "Scopus": `from.source` tells it', 'cite key': 'made from author, year and page by the export, and not unique' },
  'scopus-text': { SOURCE: 'always "Scopus": `from.source` tells it', 'EXPORT DATE': ofTheDatabase },
  nbib: {
    STAT: ofTheDatabase,
    OWN: ofTheDatabase,
    DCOM: ofTheDatabase,
    LR: ofTheDatabase,
    EDAT: ofTheDatabase,
    MHDA: ofTheDatabase,
    CRDT: ofTheDatabase,
    SB: ofTheDatabase,
    IRDT: ofTheDatabase,
    PHST: 'the dates at which the publisher received, accepted and put it online',
    SO: 'repeats source, year, volume and pages in one line',
  },
  'endnote-xml': { 'source-app': ofTheDatabase, database: ofTheDatabase, 'foreign-keys': ofTheDatabase, 'rec-number': ofTheDatabase },
  wos: { PT: 'the kind of source, which `type` tells better' },
  'wos-tab': { PT: 'the kind of source, which `type` tells better' },
};
