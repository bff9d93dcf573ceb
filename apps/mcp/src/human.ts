/** What a tool may ask the human behind a client, who alone can agree to some things. */
export interface Human {
  /** Whether the client can put a question to somebody. */
  readonly reachable: boolean;
  /** What was answered to the question of this call, and what the question was about. */
  readonly answer?: { readonly agrees: boolean; readonly about: string };
}

/** Thrown by a tool that goes on only when a human agrees; the call comes again with the answer. */
export class QuestionForHuman extends Error {
  override readonly name = 'QuestionForHuman';
  /** Comes back unchanged with the answer: what exactly was agreed to. */
  readonly about: string;

  constructor(question: string, about: string) {
    super(question);
    this.about = about;
  }
}
