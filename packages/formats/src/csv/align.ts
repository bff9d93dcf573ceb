/**
 * Which column each cell of a row belongs to when there are more or fewer cells than columns. Order is kept; the placing
 * that fits best wins, by dynamic programming.
 *
 * @param fits How well a cell suits a column: positive when it must be that column's, 0 when it may be, negative when not.
 * @param passed What it costs to place a cell nowhere, behind so many columns.
 * @returns For each cell the index of its column, or -1 for a cell that suits none.
 */
export function align(
  cells: number,
  columns: number,
  fits: (cell: number, column: number) => number,
  passed: (cell: number, columnsBefore: number) => number,
): number[] {
  const width = columns + 1;
  const best = new Float64Array((cells + 1) * width);
  const step = new Uint8Array((cells + 1) * width);
  for (let i = 0; i <= cells; i++) {
    for (let j = 0; j <= columns; j++) {
      if (i === 0 && j === 0) continue;
      const at = i * width + j;
      const placed = i && j ? (best[at - width - 1] as number) + fits(i - 1, j - 1) : Number.NEGATIVE_INFINITY;
      const surplus = i ? (best[at - width] as number) + passed(i - 1, j) : Number.NEGATIVE_INFINITY;
      const missing = j ? (best[at - 1] as number) - missingCost : Number.NEGATIVE_INFINITY;
      best[at] = Math.max(placed, surplus, missing);
      step[at] = placed >= surplus && placed >= missing ? 0 : surplus >= missing ? 1 : 2;
    }
  }
  const columnOf = new Array<number>(cells).fill(-1);
  for (let i = cells, j = columns; i > 0 || j > 0; ) {
    const taken = step[i * width + j];
    if (taken === 0) columnOf[--i] = --j;
    else if (taken === 1) i--;
    else j--;
  }
  return columnOf;
}

const missingCost = 0.5;
