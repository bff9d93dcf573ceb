/** A cell as it stands in a file: in quotation marks where it did so, or has to. */
export const quoted = (cell: string, always: boolean, delimiter: string): string =>
  always || cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
