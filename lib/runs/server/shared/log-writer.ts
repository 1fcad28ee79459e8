import { logger } from '@/lib/platform/server/log';
import { RedisAway } from '@/lib/platform/server/redis/connection';
import { perRedis, redisScript, type SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import type { LiveLog } from '../live-log';
import { type CopiedLog, entriesToTrim, logKey, sizeOf, toEntries } from './log-entries';

/**
 * Copies the logs of this process' live runs to Redis, one stream for each, so that other servers can follow
 * them (./README.md). The log in memory stays the truth: nothing is queued here. What Redis does not have yet
 * is read from the log again, so an outage costs no memory.
 */

/** How long events gather, of all runs, before one command takes them. */
const GATHER_MS = 20;
/** After Redis refused a command: it may be full. */
const REFUSED_MS = 1_000;
/** What one command takes, so that no run waits long for the others. */
const COMMAND_BYTES = 1024 * 1024;
/** What a stream keeps; above it, the older half is trimmed. A log keeps about as much. */
const RETAINED_BYTES = 1024 * 1024;
/** A dead owner's streams vanish after this; live ones are touched long before. */
const LIVE_TTL_MS = 180_000;
const TOUCH_MS = 60_000;
/** As long as an ended run stays in its owner's memory. */
const ENDED_TTL_MS = 60_000;

/**
 * For each key: the number of entries; for each entry its id, the number of its first event, and its events;
 * then the id before which to trim, or nothing, and the milliseconds to live. An entry's id is the number of its
 * last event, so that a repeated command adds nothing twice.
 */
const WRITE = redisScript(`
local at = 1
for k = 1, #KEYS do
  local entries = tonumber(ARGV[at])
  at = at + 1
  for e = 1, entries do
    local added = redis.pcall('XADD', KEYS[k], ARGV[at], 'f', ARGV[at + 1], 'e', ARGV[at + 2])
    if type(added) == 'table' and added.err and not string.find(added.err, 'equal or smaller') then return added end
    at = at + 3
  end
  if ARGV[at] ~= '' then redis.call('XTRIM', KEYS[k], 'MINID', ARGV[at]) end
  redis.call('PEXPIRE', KEYS[k], ARGV[at + 1])
  at = at + 2
end`);

/** The number of the last event in each stream; nothing for one that is not there. */
const LAST = redisScript(`
local ids = {}
for k = 1, #KEYS do
  local last = redis.call('XREVRANGE', KEYS[k], '+', '-', 'COUNT', 1)
  ids[k] = last[1] and last[1][1] or ''
end
return ids`);

export interface LogWriter {
  /** From now on the events of this run are copied, until its end. */
  copy(runId: string, log: LiveLog): void;
  /** Resolves when everything so far is in Redis, or it can't be written now. Never rejects. */
  flushed(): Promise<void>;
}

export interface LogWriterOptions {
  /** Lower in tests. */
  readonly retainedBytes?: number;
}

export function createLogWriter(
  redis: SharedRedis,
  { retainedBytes = RETAINED_BYTES }: LogWriterOptions = {},
): LogWriter {
  const copied = new Set<CopiedLog>();
  /** With something to write, the one that has waited longest first. */
  const due = new Set<CopiedLog>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | null = null;
  /** After an outage it is not known what Redis has. */
  let isUnsure = false;
  let isRefused = false;

  function schedule(ms = GATHER_MS): void {
    if (timer !== undefined || flushing !== null || due.size === 0 || !redis.isUp) return;
    timer = setTimeout(() => {
      timer = undefined;
      void flush();
    }, ms);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushing ??= flushOnce().finally(() => {
      flushing = null;
      schedule(isRefused ? REFUSED_MS : GATHER_MS);
    });
    return flushing;
  }

  async function flushOnce(): Promise<void> {
    if (!redis.isUp) return;
    try {
      if (isUnsure) await lookUp();
      await writeDue();
      isRefused = false;
    } catch (error) {
      isUnsure = true;
      if (error instanceof RedisAway || isRefused) return;
      isRefused = true;
      logger.warn({ err: error }, "Redis rejects run logs: other servers can't follow these runs");
    }
  }

  /** What Redis has after an outage: all of it, some, or nothing. */
  async function lookUp(): Promise<void> {
    isUnsure = false;
    const all = [...copied];
    if (all.length === 0) return;
    const ids = (await redis.run(
      LAST,
      all.map(({ runId }) => logKey(redis, runId)),
      [],
    )) as string[];
    for (const [index, one] of all.entries()) {
      one.written = Math.min(Number.parseInt(ids[index] || '0', 10), one.log.lastSeq);
      one.entries = one.entries.filter(({ seq }) => seq <= one.written);
      one.bytes = one.entries.reduce((sum, { bytes }) => sum + bytes, 0);
      one.isTouchDue = true;
      due.add(one);
    }
  }

  async function writeDue(): Promise<void> {
    const keys: string[] = [];
    const args: string[] = [];
    const taken: CopiedLog[] = [];
    const done: (() => void)[] = [];
    let bytes = 0;
    for (const one of due) {
      if (bytes >= COMMAND_BYTES) break;
      due.delete(one);
      const entries = toEntries(one, COMMAND_BYTES - bytes);
      if (entries.length === 0 && !one.isTouchDue && !one.log.ended) continue;
      bytes += sizeOf(entries);
      const written = entries.at(-1)?.seq ?? one.written;
      const trimmed = entriesToTrim(one, entries, retainedBytes);
      const firstKept = one.entries[trimmed] ?? entries[trimmed - one.entries.length];
      const isOver = one.log.ended && written === one.log.lastSeq;
      taken.push(one);
      keys.push(logKey(redis, one.runId));
      args.push(String(entries.length));
      for (const { seq, first, events } of entries) args.push(`${seq}-0`, String(first), events);
      args.push(trimmed > 0 ? `${firstKept?.seq ?? written}-0` : '');
      args.push(String(isOver ? ENDED_TTL_MS : LIVE_TTL_MS));
      done.push(() => {
        one.written = written;
        for (const { seq, events } of entries) one.entries.push({ seq, bytes: events.length });
        one.bytes += sizeOf(entries);
        for (const { bytes: gone } of one.entries.splice(0, trimmed)) one.bytes -= gone;
        one.isTouchDue = false;
        if (isOver) copied.delete(one);
        // What came meanwhile, or did not fit.
        else if (one.written < one.log.lastSeq || one.log.ended) due.add(one);
      });
    }
    if (keys.length === 0) return;
    try {
      await redis.run(WRITE, keys, args);
    } catch (error) {
      for (const one of taken) if (copied.has(one)) due.add(one);
      throw error;
    }
    for (const finish of done) finish();
  }

  const touching = setInterval(() => {
    for (const one of copied) {
      one.isTouchDue = true;
      due.add(one);
    }
    schedule();
  }, TOUCH_MS);
  touching.unref();

  /** Nobody needs a copy of it any more: its row has everything, or will. The log must not stay in memory. */
  function forget(one: CopiedLog): void {
    copied.delete(one);
    due.delete(one);
  }

  redis.onDown(() => {
    isUnsure = true;
    for (const one of [...copied]) if (one.log.ended) forget(one);
  });
  redis.onUp(() => {
    for (const one of copied) due.add(one);
    schedule(0);
  });

  return {
    copy(runId, log) {
      const one: CopiedLog = { runId, log, written: 0, entries: [], bytes: 0, isTouchDue: false };
      copied.add(one);
      const note = () => {
        due.add(one);
        schedule();
      };
      const onEnd = () => {
        if (redis.isUp && !isRefused) note();
        else forget(one);
      };
      log.subscribe(log.lastSeq, { onEvents: note, onEnd });
      if (log.lastSeq > 0) note();
    },
    async flushed() {
      await flushing;
      while (redis.isUp && due.size > 0 && !isUnsure && !isRefused) await flush();
    },
  };
}

/** The writer of this process; null without Redis. */
export function logWriter(): LogWriter | null {
  return perRedis('log-writer', createLogWriter);
}
