import type { OpenRun } from '@scopekit/store';
import type { ElsevierError } from './elsevier-error.ts';
import type { OnEvent } from './events.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import type { Credential } from './keys.ts';

/** What the layers know about the request under way. */
export interface Call {
  /** Name of the endpoint. */
  readonly api: string;
  readonly perSecond: number;
  /** How old a kept answer may be. */
  readonly freshMs: number;
  readonly retries: number;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  /** Aborts on the caller's wish, or when the time for the whole request is over. */
  readonly signal: AbortSignal;
  /** Milliseconds of the epoch after which no attempt begins; without an end until the first has begun, as waiting for a slot is nobody's fault. */
  readonly deadline: () => number;
  /** Called when an attempt begins. */
  readonly onSent: () => void;
  readonly now: () => number;
  /** Credentials to use instead of the configured ones. */
  readonly credentials?: readonly Credential[];
  /** Ask again although an answer is kept. */
  readonly refresh?: boolean;
  /** Answer from what is kept or not at all. */
  readonly offline?: boolean;
  /** When Elsevier cannot be asked, answer from what is kept. */
  readonly allowStale?: boolean;
  /** `false`: the answer is kept nowhere. */
  readonly kept?: boolean;
  /** Where answers that were paid for stay until the question is done. */
  readonly run?: OpenRun;
  /** The credential the key layer chose. */
  readonly credential?: Credential;
  readonly attempt?: number;
  /** The failure that an answer is, if it is one. */
  readonly errorOf: (answer: HttpAnswer) => ElsevierError | undefined;
  /** What is wrong with the shape of an answer, if anything. */
  readonly check: (answer: HttpAnswer) => ElsevierError | undefined;
  readonly onEvent: OnEvent;
  /** Each answer of the wire, secrets out. */
  readonly onAnswer?: (answer: HttpAnswer) => void;
}

export type Next = (request: HttpRequest, call: Call) => Promise<HttpAnswer>;

/** A concern of the request path. */
export type Layer = (request: HttpRequest, next: Next, call: Call) => Promise<HttpAnswer>;

/** One function out of many layers, the first outermost. */
export function compose(layers: readonly Layer[], innermost: Next): Next {
  return layers.reduceRight<Next>((next, layer) => (request, call) => layer(request, next, call), innermost);
}
