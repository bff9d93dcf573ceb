/**
 * What the export may take, whoever asks. No option, flag or argument goes beyond; only `works` can be raised, up to `mostWorks`.
 * The page itself exports 100 works a request and finds 2,000 EIDs a request.
 */
export const limits = {
  /** Works of one export, unless raised. */
  works: 2_000,
  /** Works of one export at the very most. */
  mostWorks: 20_000,
  /** Works in 24 hours, all exports of this machine together. */
  worksADay: 5_000,
  /** EIDs of one search request. */
  pageOfEids: 2_000,
  /** Works of one export request. */
  chunkOfWorks: 100,
  /** Milliseconds from the end of one request to the next: at least, and at most. */
  pauseMs: [2_000, 3_000],
} as const;

/** From the end of one request to the beginning of the next, in milliseconds. */
export function pauseMs(random: () => number): number {
  const [least, most] = limits.pauseMs;
  return least + Math.round(random() * (most - least));
}
