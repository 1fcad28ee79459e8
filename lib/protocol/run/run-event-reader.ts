import { createSseParser } from '../response/sse-parser';
import { isRecord, parseOwnJson } from '../response/wire-json';
import type { NumberedRunEvent, RunEvent } from './run-events';

/** One event may contain a whole answer: a finished run of many tokens with their alternatives, replayed. */
export const EVENT_LIMIT = 64 * 1024 * 1024;

export interface RunEventReader {
  /** The events completed by these bytes, in order. */
  push(bytes: Uint8Array): NumberedRunEvent[];
}

/**
 * The browser's end of our own event stream.
 *
 * Only the type, the number and the fields that a wrong value would break are checked: the bytes come from
 * our own server, and a full schema at 2,000 tokens a second costs more than the rest of the processing. An
 * event of an unknown type (a page older than its server) is skipped.
 *
 * Numbers are passed on as they come, never checked against each other: a run may be replayed from a
 * `run-start` with numbers that skip or are lower than before (lib/runs/server/README.md).
 */
export function createRunEventReader(): RunEventReader {
  const parser = createSseParser(EVENT_LIMIT);
  return {
    push(bytes) {
      const result: NumberedRunEvent[] = [];
      for (const { id, data } of parser.push(bytes)) {
        const seq = Number(id ?? Number.NaN);
        if (data === null || !Number.isSafeInteger(seq)) continue;
        const event = parseOwnJson(data);
        if (isRunEvent(event)) result.push({ seq, event });
      }
      return result;
    },
  };
}

/** Whether it is an event of a run, checked only as far as our own stream needs it. */
export function isRunEvent(value: unknown): value is RunEvent {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case 'text-delta':
      return isIndex(value.index) && typeof value.text === 'string';
    case 'choice-end':
      return isIndex(value.index) && typeof value.finishReason === 'string';
    case 'run-start':
      return typeof value.runId === 'string';
    case 'attempt-failed':
      return isRecord(value.attempt);
    case 'response-start':
      return isRecord(value.response);
    case 'usage':
      return isRecord(value.usage);
    case 'response-details':
      return isRecord(value.details);
    case 'run-error':
      return isRecord(value.error);
    case 'run-end':
      return typeof value.status === 'string' && isRecord(value.timings);
    default:
      return false;
  }
}

function isIndex(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
