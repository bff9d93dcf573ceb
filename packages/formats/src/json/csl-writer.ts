import { toCsl } from '../csl.ts';
import type { Writer } from '../writer.ts';

/** Works as one list of CSL-JSON. */
export function cslJsonWriter(): Writer {
  let begun = false;
  return {
    head: '[',
    row(work) {
      const before = begun ? ',\n' : '\n';
      begun = true;
      return before + JSON.stringify(toCsl(work));
    },
    tail: '\n]\n',
  };
}
