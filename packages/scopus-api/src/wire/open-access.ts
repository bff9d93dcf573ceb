import type { Note, OpenAccess } from '@scopekit/record';

export interface WireOpenAccess {
  /** `0`, `1` or, without explanation, `2`. */
  readonly openaccess?: string;
  readonly flag?: boolean;
  readonly codes?: readonly string[];
  readonly labels?: readonly string[];
}

/**
 * Whether a work is free to read, and in which ways. The flag of Scopus is about gold alone; a work that is free in
 * another way is open, too. `openaccess` and the codes stay in `extra` where they say more than `open`.
 */
export function openAccessFrom({ openaccess, flag, codes = [], labels = [] }: WireOpenAccess): {
  openAccess?: OpenAccess;
  extra: Record<string, string>;
  notes: Note[];
} {
  const gold = flag ?? (openaccess === '1' ? true : openaccess === '0' ? false : undefined);
  const open = labels.length || codes.length ? true : gold;
  const extra: Record<string, string> = {};
  if (openaccess !== undefined && openaccess !== (open ? '1' : '0')) extra.openaccess = openaccess;
  if (codes.length) extra.freetoread = codes.join(' ');
  const kinds = labels.length ? [...labels] : undefined;
  const notes: Note[] =
    openaccess !== undefined && open === undefined
      ? [{ kind: 'open-access-unclear', text: `openaccess is ${openaccess}, whose meaning Elsevier does not tell.` }]
      : [];
  return { openAccess: open === undefined && !kinds ? undefined : { open, ...(kinds ? { kinds } : {}) }, extra, notes };
}
