import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { freshSeed } from './random';
import { type Slots, slotsFor } from './slots';

/** A request's settings with the server's defaults filled in. */
export interface GenerationSettings {
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  /** Sample from this many of the likeliest tokens only; null: from all. */
  readonly topK: number | null;
  /** Tokens below this share of the likeliest one's probability are dropped; 0: none. */
  readonly minP: number;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
  readonly slots: Slots;
  readonly stops: readonly string[];
  /** Empty when there is no gap to fill. */
  readonly suffix: string;
  /** Number of alternatives to report per token; null when probabilities were not requested. */
  readonly logprobs: number | null;
  readonly seed: number;
}

/** What servers do when `max_tokens` is not sent. */
const DEFAULT_MAX_TOKENS = 16;

/** What `max_tokens: -1` asks for, and `logprobs: -1`: as many as there are. */
const NO_LIMIT = 4_096;
export const MAX_LOGPROBS = 100;

function maxTokensOf({ max_tokens: maxTokens = DEFAULT_MAX_TOKENS }: CompletionRequest): number {
  return maxTokens < 0 ? NO_LIMIT : maxTokens;
}

export function generationSettings(request: CompletionRequest): GenerationSettings {
  const stop = request.stop ?? [];
  const bias = Object.entries(request.logit_bias ?? {}).map(([id, value]) => [Number(id), value] as const);
  return {
    maxTokens: maxTokensOf(request),
    temperature: request.temperature ?? 1,
    topP: request.top_p ?? 1,
    topK: request.top_k !== undefined && request.top_k > 0 ? Math.floor(request.top_k) : null,
    minP: request.min_p ?? 0,
    frequencyPenalty: request.frequency_penalty ?? 0,
    presencePenalty: request.presence_penalty ?? 0,
    slots: slotsFor(new Map(bias)),
    stops: typeof stop === 'string' ? [stop] : stop,
    suffix: request.suffix ?? '',
    logprobs: request.logprobs === -1 ? MAX_LOGPROBS : (request.logprobs ?? null),
    seed: request.seed ?? freshSeed(),
  };
}
