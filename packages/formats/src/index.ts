export { type CslItem, toCsl } from './csl.ts';
export { htmlTable, type TableOptions } from './html-table.ts';
export { jsonLines } from './json-lines.ts';
export { type RemovedRow, removedCsv } from './removed-csv.ts';
export { type RowColumn, rowsCsv } from './rows-csv.ts';
export { type Column, surveyColumns, worksColumns } from './works-columns.ts';
export { type CsvOptions, worksCsv } from './works-csv.ts';
export { type Writer, written } from './writer.ts';
