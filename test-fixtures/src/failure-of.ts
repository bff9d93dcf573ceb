/**
 * The error a promise ends with.
 *
 * @throws Error when it does not fail.
 */
export const failureOf = <E extends Error>(promise: Promise<unknown>): Promise<E> =>
  promise.then(
    (value) => {
      throw new Error(`It should have failed; it gave ${JSON.stringify(value)?.slice(0, 200)}.`);
    },
    (error) => error,
  );
