import type { CompletionEnd, FinishReason } from './complete';
import { practiceModel } from './model';
import { PRACTICE_MODEL_ID } from './practice-model-id';
import type { ScoredToken } from './scoring';

/** The four parallel arrays of the completions protocol. Null where there is nothing before the token. */
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
  readonly finish_reason: FinishReason | null;
}

export interface WireUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

export interface WireCompletion {
  readonly id: string;
  readonly object: 'completion';
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint: string;
  readonly choices: readonly WireChoice[];
  /** In streams absent unless asked for; then null until the last event. */
  readonly usage?: WireUsage | null;
}

/** The fields that all events of one response share. */
export type WireFrame = Omit<WireCompletion, 'choices' | 'usage'>;

export function createFrame(): WireFrame {
  return {
    id: `cmpl-${randomId()}`,
    object: 'completion',
    created: Math.floor(Date.now() / 1000),
    model: PRACTICE_MODEL_ID,
    system_fingerprint: practiceModel().fingerprint,
  };
}

export function randomId(): string {
  let id = '';
  while (id.length < 24) id += Math.floor(Math.random() * 36).toString(36);
  return id;
}

/** @param offset code points of the choice's text that came before these tokens */
export function wireLogprobs(tokens: readonly ScoredToken[], offset: number): WireLogprobs {
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

export function wireUsage(promptTokens: number, ends: readonly CompletionEnd[]): WireUsage {
  const completionTokens = ends.reduce((sum, end) => sum + end.sampledTokens, 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

const encoder = new TextEncoder();

export function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}
