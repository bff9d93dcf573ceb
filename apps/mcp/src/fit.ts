import { tooLong } from './tool-error.ts';

export interface Truncated {
  readonly shown: number;
  readonly of: number;
  readonly rest: string;
}

/**
 * The result with as many items as there is room for. What was cut is told in it.
 *
 * @param rest how to get the others
 * @param least so many are worth an answer; 0 where what stands beside them must not be lost
 * @throws ToolError BUDGET when not even so many fit
 */
export function fit<Item, Result>(
  items: readonly Item[],
  { maxChars, rest, least = 1 }: { readonly maxChars: number; readonly rest: string; readonly least?: number },
  build: (shown: readonly Item[], truncated?: Truncated) => Result,
): Result {
  const of = (count: number) => build(items.slice(0, count), count < items.length ? { shown: count, of: items.length, rest } : undefined);
  const whole = of(items.length);
  if (JSON.stringify(whole).length <= maxChars) return whole;
  let [fits, tooMany] = [least - 1, items.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (JSON.stringify(of(middle)).length <= maxChars) fits = middle;
    else tooMany = middle;
  }
  if (fits >= least) return of(fits);
  throw tooLong(maxChars);
}
