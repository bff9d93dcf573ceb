export { abstractOf } from './corpus/abstract.ts';
export { type Corpus, type CorpusOptions, corpus } from './corpus/corpus.ts';
export type { DuplicateKind, InventedAuthor, InventedWork, LookAlikeKind, Planted } from './corpus/work.ts';
export { createElsevier, type Elsevier, type ElsevierOptions, type Logged } from './elsevier.ts';
export { type Key, type KeyKind, sandboxKeys } from './keys.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
export { type AbstractView, abstractAnswer } from './wire/abstract.ts';
export type { WireAnswer, WireRequest } from './wire/answer.ts';
export { searchEntry } from './wire/search-entry.ts';
