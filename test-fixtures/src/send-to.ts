import type { Elsevier } from './elsevier.ts';

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What a client may send with instead of a socket: the invented Elsevier answers in this process. */
export const sendTo =
  (elsevier: Elsevier) =>
  async ({ url, method, headers, body: asked }: Asked, _signal?: AbortSignal) => {
    const {
      status,
      headers: told,
      body,
    } = elsevier.answer({ url: new URL(url), method, headers: { ...headers }, body: asked && new TextDecoder().decode(asked) });
    return { status, headers: { ...told }, body: new TextEncoder().encode(body), url };
  };
