import type { AskOptions, Client } from '@scopekit/elsevier-http';
import { plain, text } from '../wire/values.ts';
import { asjc, type SubjectClass } from './asjc.ts';
import { type SubjectAnswer, type SubjectSet, subjectEndpoint } from './endpoint.ts';

export interface SubjectsAsked {
  /** Four digits, or the first of them. */
  readonly code?: string;
  /** As `COMP`. */
  readonly abbreviation?: string;
  /** Words in the name or the area. */
  readonly words?: string;
}

/** Subjects of Scopus from the list that is built in: no request. */
export function knownSubjects({ code, abbreviation, words }: SubjectsAsked = {}): SubjectClass[] {
  const wanted = words?.toLowerCase();
  return asjc.filter(
    (subject) =>
      (code === undefined || subject.code.startsWith(code)) &&
      (abbreviation === undefined || subject.abbreviation === abbreviation.toUpperCase()) &&
      (wanted === undefined || `${subject.name} ${subject.area}`.toLowerCase().includes(wanted)),
  );
}

/** Subjects as Elsevier has them now, of Scopus or of ScienceDirect. */
export async function subjects(
  client: Client,
  { code, abbreviation, words, of = 'scopus' }: SubjectsAsked & { readonly of?: SubjectSet } = {},
  ask: AskOptions = {},
): Promise<SubjectClass[]> {
  return (await client.ask(subjectEndpoint, { of, code, abbrev: abbreviation, detail: words }, ask)).map(toSubject);
}

/** The keys come with `@` from XML and without it in JSON. */
export function toSubject(wire: SubjectAnswer[number]): SubjectClass {
  const area = plain(wire.description ?? wire.$) ?? '';
  return {
    code: text(wire.code ?? wire['@code']) ?? '',
    abbreviation: text(wire.abbrev ?? wire['@abbrev']) ?? '',
    area,
    name: plain(wire.detail ?? wire['@detail']) ?? area,
  };
}
