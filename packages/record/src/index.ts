export { doiPath, parseDoi } from './doi.ts';
export {
  type Identified,
  type Identifier,
  type IdentifierKind,
  identifierKinds,
  identifierNames,
  identify,
  parseEid,
  parsePmid,
  parseScopusId,
} from './identifier.ts';
export { indexedToAuthor, initialsOf } from './indexed-name.ts';
export { nameToAuthor } from './person-name.ts';
export { doiForElsevier, eidOfPii, type Pii, type PiiScheme, parsePii, piiCheckDigitHolds, piiOfDoi, piiOfEid, readPii } from './pii.ts';
export { plainText } from './plain-text.ts';
export type {
  AffiliationProfile,
  AuthorProfile,
  CiteScore,
  NameVariant,
  Organisation,
  SourceProfile,
  YearOfSource,
  YearValue,
} from './profiles.ts';
export {
  type Affiliation,
  type Author,
  type AuthorGroup,
  authorsLine,
  type Chemical,
  type Conference,
  type Contributor,
  type Correspondent,
  type Funding,
  type Links,
  type Note,
  type NoteKind,
  noteKinds,
  type OpenAccess,
  type Provenance,
  type Reference,
  type Sequence,
  type Source,
  type Subject,
  type Work,
  withoutEmpty,
} from './work.ts';
