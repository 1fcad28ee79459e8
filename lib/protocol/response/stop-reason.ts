import type { StopReason } from '../run/run-events';
import { readCount } from './read-usage';
import { isRecord } from './wire-json';

/** Longer than any stop text that a server takes. */
const MAX_LENGTH = 1000;

/**
 * Which stop text, or token, ended a choice: `stop_reason` (vLLM; LiteLLM passes it on among the provider's
 * fields), `matched_stop` (SGLang; in older versions `finish_reason: {type, matched}`), or `stopping_word` (llama.cpp, with `stop_type: "word"`, beside the
 * choices or in `__verbose`). Null when the server does not say, or only repeats the finish reason.
 */
export function readStopReason(
  choice: Record<string, unknown>,
  chunk: Record<string, unknown>,
): StopReason | null {
  const passedOn = choice.provider_specific_fields;
  const values = [
    choice.stop_reason,
    isRecord(passedOn) ? passedOn.stop_reason : null,
    choice.matched_stop,
    isRecord(choice.finish_reason) ? choice.finish_reason.matched : null,
    ...[choice, chunk, chunk.__verbose].map(stoppingWord),
  ];
  for (const value of values) {
    if (typeof value === 'string' && value !== '' && value !== choice.finish_reason) {
      return value.slice(0, MAX_LENGTH);
    }
    const token = readCount(value);
    if (token !== null) return token;
  }
  return null;
}

/** Versions before `stop_type` said `stopped_word: true`. */
function stoppingWord(holder: unknown): unknown {
  if (!isRecord(holder)) return null;
  return holder.stop_type === 'word' || holder.stopped_word === true ? holder.stopping_word : null;
}
