/** Values passed from a producer to a consumer as they come. */
export function queue<T>() {
  const waiting: T[] = [];
  let closed = false;
  let wake = () => {};
  return {
    push(value: T): void {
      waiting.push(value);
      wake();
    },
    close(): void {
      closed = true;
      wake();
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<T> {
      for (;;) {
        while (waiting.length) yield waiting.shift() as T;
        if (closed) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
