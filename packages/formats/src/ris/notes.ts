/** What Scopus writes into notes of RIS and BibTeX, by the words before its colon. */
const names = [
  'Cited By',
  'Export Date',
  'CODEN',
  'Correspondence Address',
  'Funding details',
  'Funding text',
  'Conference code',
  'Conference name',
  'Conference date',
  'Conference location',
  'Sponsors',
  'Art. No.',
  'Access Type',
  'Chemicals/CAS',
  'Tradenames',
  'Manufacturers',
  'Molecular Sequence Numbers',
  'References',
] as const;
export type NoteName = (typeof names)[number];

const begins = new RegExp(String.raw`(?:^|;\s*)(${names.map((name) => name.replace(/[./]/g, '\\$&')).join('|')})(?:\s+\d+)?\s*:\s*`, 'gi');
const canonical = new Map(names.map((name) => [name.toLowerCase(), name] as const));

export interface ScopusNote {
  /** Absent for what has no such words before it. */
  readonly name?: NoteName;
  readonly text: string;
}

/** A note of Scopus taken apart: one thing a note before 2023, all in one after. */
export function scopusNotes(note: string): ScopusNote[] {
  const heads = [...note.matchAll(begins)];
  const first = heads[0]?.index ?? note.length;
  const before = note.slice(0, first).trim();
  return [
    ...(before ? [{ text: before }] : []),
    ...heads.map((head, i) => ({
      name: canonical.get((head[1] as string).toLowerCase()),
      text: note.slice(head.index + head[0].length, heads[i + 1]?.index ?? note.length).trim(),
    })),
  ];
}
