import { readCount } from './read-usage';
import { isRecord } from './wire-json';

/**
 * llama.cpp's own `POST /completion` answers without `choices`: `{content, stop, stop_type, stopping_word,
 * tokens_predicted, tokens_evaluated, timings, completion_probabilities …}`, in a stream one such object per
 * token, the last one with `stop: true`. Some proxies and older servers answer `/v1/completions` with it.
 * Returns the same as a chunk of the protocol, and any other value as it is.
 */
export function asProtocolChunk(chunk: Record<string, unknown>): Record<string, unknown> {
  const { content, stop } = chunk;
  if (chunk.choices !== undefined || typeof content !== 'string' || typeof stop !== 'boolean') return chunk;
  const choice: Record<string, unknown> = {
    text: content,
    ...(chunk.index !== undefined && { index: chunk.index }),
    finish_reason: stop ? finishReason(chunk) : null,
  };
  return { ...chunk, choices: [choice], ...(stop && { usage: chunk.usage ?? usageOf(chunk) }) };
}

/** Versions before `stop_type` had three flags. */
function finishReason({ stop_type: type, ...chunk }: Record<string, unknown>): string {
  const isLimit = type === 'limit' || chunk.stopped_limit === true;
  return isLimit ? 'length' : 'stop';
}

function usageOf(chunk: Record<string, unknown>): Record<string, unknown> | null {
  const prompt = readCount(chunk.tokens_evaluated);
  const completion = readCount(chunk.tokens_predicted);
  if (prompt === null || completion === null) return null;
  const cached = isRecord(chunk.timings) ? readCount(chunk.timings.cache_n) : null;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(cached !== null && { prompt_tokens_details: { cached_tokens: cached } }),
  };
}
