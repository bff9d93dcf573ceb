export { type ClusterPageOptions, type ClusterRow, clusterPage } from './cluster-page.ts';
export { type CslItem, toCsl } from './csl.ts';
export type { RawRow } from './csv/table.ts';

export { htmlTable, type TableOptions } from './html-table.ts';
export { jsonLines } from './json-lines.ts';
export { type InputFormat, inputFormats } from './read/detect.ts';
export type { Chunks } from './read/encoding.ts';
export { FormatError } from './read/format-error.ts';
export { type Reading, type ReadOptions, read, recognize, type TableForm } from './read/read.ts';
export { type Place, type ReadReport, type Refusal, type RepairKind, type Repairs, repairKinds } from './read/report.ts';
export { type RemovedRow, removedCsv } from './removed-csv.ts';
export { type RowColumn, rowsCsv } from './rows-csv.ts';
export { scopusColumns } from './scopus/columns.ts';
export { type Column, surveyColumns, worksColumns } from './works-columns.ts';
export { type CsvOptions, ownColumns, worksCsv } from './works-csv.ts';
export { type Loss, lossCounter, lossesOf } from './write/losses.ts';
export { type WriteFormat, type WriteOptions, type Writing, write, writeFormats, writerOf } from './write/write.ts';
export { type Writer, written } from './writer.ts';
