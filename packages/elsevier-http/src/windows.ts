/** How a question with too many answers for one is cut into parts that are few enough. */
export interface Cutting<Part, First> {
  /** Asks a part for the first time. `answers`: how many it has; `first` is handed on, so that nothing is paid twice. */
  readonly open: (part: Part) => Promise<{ readonly answers: number; readonly first: First }>;
  /** Whether so many answers of a part can all be had. */
  readonly fits: (answers: number, first: First) => boolean;
  /** Smaller parts that share nothing and together are the part. Throws when it cannot be cut any further. */
  readonly cut: (part: Part, answers: number) => readonly Part[];
  /** Told for every part that was cut, once its parts are counted: a difference means answers that no part has, or that came meanwhile. */
  readonly onCounted?: (part: Part, answers: number, inParts: number) => void;
}

export interface Window<Part, First> {
  readonly part: Part;
  readonly answers: number;
  readonly first: First;
}

/**
 * The parts of a question that can be read whole, in the order of their cuts; parts without answers are left out. Used
 * wherever Elsevier gives the first so many results only.
 */
export async function* windows<Part, First>(
  whole: Part,
  cutting: Cutting<Part, First>,
  opened?: Omit<Window<Part, First>, 'part'>,
): AsyncGenerator<Window<Part, First>, number> {
  const { answers, first } = opened ?? (await cutting.open(whole));
  if (!answers) return 0;
  if (cutting.fits(answers, first)) {
    yield { part: whole, answers, first };
    return answers;
  }
  let inParts = 0;
  for (const part of cutting.cut(whole, answers)) inParts += yield* windows(part, cutting);
  cutting.onCounted?.(whole, answers, inParts);
  return answers;
}
