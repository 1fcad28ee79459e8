/**
 * `finish_reason` is an open set among servers, but not among clients: r9s' SDKs know these three and raise on any
 * other word, and on null in a whole answer. So the API answers one of them, and the server's own word where it
 * was another (docs/decisions/0030).
 */
export const FINISH_REASONS = ['stop', 'length', 'content_filter'] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];

/** What other servers write, in lower case. */
const MEANINGS: Readonly<Record<string, FinishReason>> = {
  max_tokens: 'length',
  max_length: 'length',
  max_new_tokens: 'length',
  max_output_tokens: 'length',
  model_length: 'length',
  model_context_window_exceeded: 'length',
  limit: 'length',
  // The server gave up. Only `length` says that the text is not finished.
  abort: 'length',
  aborted: 'length',
  cancelled: 'length',
  error: 'length',
  timeout: 'length',
  'content-filter': 'content_filter',
  safety: 'content_filter',
  blocklist: 'content_filter',
  prohibited_content: 'content_filter',
  recitation: 'content_filter',
  refusal: 'content_filter',
};

export interface WireFinish {
  readonly finish_reason: FinishReason;
  /** The server's own word where it is not in the contract; null: it gave none. */
  readonly native_finish_reason?: string | null;
}

/** How an ended choice says why it ended. Unknown words (`eos`, `end_turn`) mean an ordinary end. */
export function wireFinish(reason: string | null): WireFinish {
  const known = FINISH_REASONS.find((word) => word === reason);
  if (known) return { finish_reason: known };
  const lower = reason?.toLowerCase() ?? '';
  const meaning = Object.hasOwn(MEANINGS, lower) ? MEANINGS[lower] : undefined;
  const same = FINISH_REASONS.find((word) => word === lower);
  return { finish_reason: meaning ?? same ?? 'stop', native_finish_reason: reason };
}
