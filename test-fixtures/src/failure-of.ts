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

/** For works that must fail with an error of this class: gives the error, and throws any other on. */
export const failing =
  <E extends Error>(kind: abstract new (...args: never[]) => E) =>
  async (work: () => Promise<unknown>): Promise<E> => {
    let value: unknown;
    try {
      value = await work();
    } catch (error) {
      if (error instanceof kind) return error;
      throw error;
    }
    throw new Error(`It should have failed; it gave ${JSON.stringify(value)?.slice(0, 200)}.`);
  };
