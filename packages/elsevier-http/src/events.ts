/** What happens on the way, for progress and `--debug`. No secret is in it. */
export type ClientEvent =
  | {
      readonly type: 'request';
      readonly api: string;
      readonly method: string;
      readonly url: string;
      readonly status?: number;
      readonly reason?: string;
      readonly ms: number;
      readonly attempt: number;
      readonly key?: string;
      readonly remaining?: number;
    }
  | { readonly type: 'retry'; readonly api: string; readonly reason: string; readonly waitMs: number; readonly attempt: number; readonly message: string }
  | { readonly type: 'key-rests'; readonly api: string; readonly key: string; readonly until: number; readonly next?: string }
  | { readonly type: 'key-refused'; readonly api: string; readonly key: string; readonly message: string; readonly next?: string }
  | { readonly type: 'cached'; readonly api: string; readonly url: string; readonly storedAt: number };

export type OnEvent = (event: ClientEvent) => void;
