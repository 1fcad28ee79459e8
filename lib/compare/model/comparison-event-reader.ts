import { createSseParser } from '@/lib/protocol/response/sse-parser';
import { isRecord, parseOwnJson } from '@/lib/protocol/response/wire-json';
import { EVENT_LIMIT, isRunEvent } from '@/lib/protocol/run/run-event-reader';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { ComparisonEvent, QueueEvent } from './comparison-events';

export interface ComparisonEventReader {
  /** The events completed by these bytes, in order. */
  push(bytes: Uint8Array): ComparisonEvent[];
}

/**
 * The browser's end of the stream of a comparison. Events are checked as little as in the stream of one run,
 * for the same reason; events of an unknown type, of the comparison or of a run, are skipped.
 */
export function createComparisonEventReader(): ComparisonEventReader {
  const parser = createSseParser(EVENT_LIMIT);
  return {
    push(bytes) {
      const result: ComparisonEvent[] = [];
      for (const { data } of parser.push(bytes)) {
        const event = data === null ? null : readEvent(parseOwnJson(data));
        if (event !== null) result.push(event);
      }
      return result;
    },
  };
}

function readEvent(value: unknown): ComparisonEvent | null {
  if (!isRecord(value)) return null;
  const { type, cell, runId, events } = value;
  if (type === 'run') {
    if (typeof cell !== 'string' || typeof runId !== 'string' || !Array.isArray(events)) return null;
    return { type, cell, runId, events: events.filter(isNumbered) };
  }
  if (type === 'run-gone') return typeof runId === 'string' ? { type, runId } : null;
  return isQueue(value) ? value : null;
}

function isNumbered(value: unknown): value is NumberedRunEvent {
  return isRecord(value) && Number.isSafeInteger(value.seq) && isRunEvent(value.event);
}

function isQueue(value: unknown): value is QueueEvent {
  if (!isRecord(value)) return false;
  const { type, waiting, starting, live, refused, version, done, total, left } = value;
  const isStep = type === 'queue-step';
  return (
    (isStep || type === 'queue') &&
    [isStep ? starting : waiting, live, refused].every(Array.isArray) &&
    [version, done, total, isStep ? left : starting].every((count) => typeof count === 'number')
  );
}
