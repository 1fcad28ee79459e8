import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { freshSeed } from './random';
import { type Slots, slotsFor } from './slots';

/** A request's settings with the server's defaults filled in. */
export interface GenerationSettings {
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
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

export function generationSettings(request: CompletionRequest): GenerationSettings {
  const stop = request.stop ?? [];
  const bias = Object.entries(request.logit_bias ?? {}).map(([id, value]) => [Number(id), value] as const);
  return {
    maxTokens: request.max_tokens ?? DEFAULT_MAX_TOKENS,
    temperature: request.temperature ?? 1,
    topP: request.top_p ?? 1,
    frequencyPenalty: request.frequency_penalty ?? 0,
    presencePenalty: request.presence_penalty ?? 0,
    slots: slotsFor(new Map(bias)),
    stops: typeof stop === 'string' ? [stop] : stop,
    suffix: request.suffix ?? '',
    logprobs: request.logprobs ?? null,
    seed: request.seed ?? freshSeed(),
  };
}
