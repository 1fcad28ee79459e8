import { createSseParser } from '@/lib/protocol/response/sse-parser';
import { isRecord, parseOwnJson } from '@/lib/protocol/response/wire-json';
import { EVENT_LIMIT, isRunEvent } from '@/lib/protocol/run/run-event-reader';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { ComparisonEvent } from './comparison-events';

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
  if (value.type === 'run') {
    const { cell, runId, events } = value;
    if (typeof cell !== 'string' || typeof runId !== 'string' || !Array.isArray(events)) return null;
    return { type: 'run', cell, runId, events: events.filter(isNumbered) };
  }
  return isRunGone(value) || isQueue(value) || isQueueStep(value) ? value : null;
}

function isNumbered(value: unknown): value is NumberedRunEvent {
  return isRecord(value) && Number.isSafeInteger(value.seq) && isRunEvent(value.event);
}

function isRunGone(value: unknown): value is Extract<ComparisonEvent, { type: 'run-gone' }> {
  return isRecord(value) && value.type === 'run-gone' && typeof value.runId === 'string';
}

function isQueue(value: unknown): value is Extract<ComparisonEvent, { type: 'queue' }> {
  return (
    isRecord(value) &&
    value.type === 'queue' &&
    [value.waiting, value.live, value.refused].every(Array.isArray) &&
    typeof value.done === 'number' &&
    typeof value.total === 'number'
  );
}

function isQueueStep(value: unknown): value is Extract<ComparisonEvent, { type: 'queue-step' }> {
  return (
    isRecord(value) &&
    value.type === 'queue-step' &&
    [value.starting, value.live, value.refused].every(Array.isArray) &&
    [value.version, value.left, value.done, value.total].every((count) => typeof count === 'number')
  );
}
