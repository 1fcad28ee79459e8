import type { CompletionRequest } from '@/lib/protocol/request/completion-request';

/**
 * Whether a request only scores its prompt: `echo` and `logprobs` with `max_tokens` 0, or 1 where a server takes no 0
 * (lm-evaluation-harness always sends 1).
 */
export function isScoring({ echo, logprobs, max_tokens: max, suffix }: CompletionRequest): boolean {
  return echo === true && logprobs !== undefined && (max === 0 || max === 1) && !suffix;
}

/** The fields of a request that takes nothing but a score; see lib/playground/client/score-draft.ts. */
const SCORE_FIELDS: ReadonlySet<string> = new Set([
  'model',
  'prompt',
  'echo',
  'logprobs',
  'max_tokens',
  'user',
  'extra_body',
]);

/**
 * Whether a request was sent for its score alone, so that its settings say nothing about what its user wants to generate:
 * with `max_tokens` 1 and a temperature it may as well look for the next token.
 */
export function isOnlyScoring(request: CompletionRequest): boolean {
  if (!isScoring(request)) return false;
  return request.max_tokens === 0 || Object.keys(request).every((name) => SCORE_FIELDS.has(name));
}
