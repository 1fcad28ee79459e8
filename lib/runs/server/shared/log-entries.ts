import type { SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { type LiveLog, roughSize } from '../live-log';

/**
 * A run's log in Redis: a stream whose entries have the events of one batch each, as a JSON array (`e`), and the
 * number of the first one (`f`). The id of an entry is the number of its last event.
 */

/** What one command brings of a run. */
export const READ_ENTRIES = 16;
/** Events of a run are written in entries of about this size. */
const ENTRY_BYTES = 64 * 1024;
/** The stream of a run's events. */
export function logKey(redis: SharedRedis, runId: string): string {
  return redis.key(`log:${runId}`);
}

/** What is known of a log's copy in Redis. */
export interface CopiedLog {
  readonly runId: string;
  readonly log: LiveLog;
  /** Redis has the events up to here. */
  written: number;
  /** The entries in the stream: number of the last event, bytes. */
  entries: { readonly seq: number; readonly bytes: number }[];
  bytes: number;
  isTouchDue: boolean;
}

/** An entry to be written. */
export interface NewEntry {
  /** The numbers of its last and its first event. */
  readonly seq: number;
  readonly first: number;
  /** A JSON array. */
  readonly events: string;
}

/** What Redis does not have yet, up to about `limit` bytes, at least one entry. */
export function toEntries({ log, written }: CopiedLog, limit: number): NewEntry[] {
  const entries: NewEntry[] = [];
  let chunk: NumberedRunEvent[] = [];
  let size = 0;
  let total = 0;
  const close = () => {
    const [first, last] = [chunk[0], chunk.at(-1)];
    if (first === undefined || last === undefined) return;
    const events = JSON.stringify(chunk.map(({ event }) => event));
    total += events.length;
    entries.push({ seq: last.seq, first: first.seq, events });
    chunk = [];
    size = 0;
  };
  for (const numbered of log.retainedAfter(written)) {
    chunk.push(numbered);
    size += roughSize(numbered.event);
    if (size >= ENTRY_BYTES) close();
    if (total >= limit) return entries;
  }
  close();
  return entries;
}

/** How many of its entries, and then of those that are added, the stream drops: the older half, when it is full. */
export function entriesToTrim(one: CopiedLog, added: readonly NewEntry[], retainedBytes: number): number {
  let bytes = one.bytes + sizeOf(added);
  if (bytes <= retainedBytes) return 0;
  const count = one.entries.length + added.length;
  let at = 0;
  for (; bytes > retainedBytes / 2 && at < count - 1; at += 1) {
    bytes -= one.entries[at]?.bytes ?? added[at - one.entries.length]?.events.length ?? 0;
  }
  return at;
}

export function sizeOf(entries: readonly NewEntry[]): number {
  return entries.reduce((sum, { events }) => sum + events.length, 0);
}

/** An entry as it was read. */
export interface LogEntry {
  readonly first: number;
  readonly last: number;
  readonly events: readonly RunEvent[];
}

/** The entries of a reply to XRANGE, or of one stream in a reply to XREAD. */
export function readEntries(list: unknown): LogEntry[] {
  if (!Array.isArray(list)) return [];
  return (list as [string, string[]][]).map(([id, fields]) => ({
    last: Number.parseInt(id, 10),
    first: Number(fields[1]),
    events: JSON.parse(fields[3] ?? '[]') as RunEvent[],
  }));
}
