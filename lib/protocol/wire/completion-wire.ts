/** The answer of `POST /v1/completions`, as the protocol writes it: whole, or one event of a stream. */

/** Four parallel arrays. Null for a token without context. */
export interface WireLogprobs {
  readonly tokens: string[];
  readonly token_logprobs: (number | null)[];
  readonly top_logprobs: (Record<string, number> | null)[];
  /** Where each token begins in the choice's text, in code points (as the Python servers count). */
  readonly text_offset: number[];
}

export interface WireChoice {
  readonly text: string;
  readonly index: number;
  readonly logprobs: WireLogprobs | null;
  /** Null while the choice continues. */
  readonly finish_reason: string | null;
  /** As vLLM: the stop text that matched, or the id of a token; absent when unknown. */
  readonly stop_reason?: string | number;
  /** The upstream's own word, where `finish_reason` says it in one of the contract's. */
  readonly native_finish_reason?: string | null;
}

export interface WireUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details?: { readonly cached_tokens: number };
  readonly completion_tokens_details?: { readonly reasoning_tokens: number };
  /** As OpenRouter: US dollars. */
  readonly cost?: number;
}

export interface WireCompletion {
  readonly id: string;
  readonly object: 'completion';
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint?: string;
  readonly choices: readonly WireChoice[];
  /** In streams, where it was requested: null until the last event. */
  readonly usage?: WireUsage | null;
  readonly service_tier?: string;
  readonly provider?: string;
  /** As llama.cpp. */
  readonly timings?: Readonly<Record<string, number>>;
}

/** The fields that all events of one response share. */
export type WireFrame = Omit<WireCompletion, 'choices' | 'usage' | 'timings'>;

/** A token to be written: the alternatives as pairs of text and log-probability. */
export interface TokenForWire {
  readonly text: string;
  readonly logprob: number | null;
  readonly top: Iterable<readonly [string, number]> | null;
}

/** @param offset code points of the choice's text that came before these tokens */
export function wireLogprobs(tokens: Iterable<TokenForWire>, offset: number): WireLogprobs {
  const logprobs: WireLogprobs = { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
  let at = offset;
  for (const token of tokens) {
    logprobs.tokens.push(token.text);
    logprobs.token_logprobs.push(token.logprob);
    logprobs.top_logprobs.push(token.top && Object.fromEntries(token.top));
    logprobs.text_offset.push(at);
    at += codePoints(token.text);
  }
  return logprobs;
}

/** Length of a text in code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** A refusal as the r9s gateway and OpenAI write it. */
export interface WireErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly code: string | null;
    readonly param?: string | null;
  };
}
