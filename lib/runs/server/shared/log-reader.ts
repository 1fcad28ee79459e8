import { setTimeout as pause } from 'node:timers/promises';
import { callEach } from '@/lib/platform/server/call-each';
import { logger } from '@/lib/platform/server/log';
import { ask } from '@/lib/platform/server/redis/messages';
import type { SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { LogSubscriber } from '../live-log';
import { type LogEntry, logKey, READ_ENTRIES, readEntries } from './log-entries';
import { createNewsReader } from './news-reader';
import { readChunk, type SharedSnapshot } from './snapshots';

/**
 * Follows runs that other servers carry out, by their copies in Redis. One waiting command reads the new events
 * of all of them; each reader has its own position, so that none misses an event or gets one twice: what does not
 * follow its position is read again, or asked for as a snapshot from the run's owner.
 */

/** Without news for this long, the run's row is looked at: its owner may be dead, or its end may be lost. */
const QUIET_MS = 2_000;
/** The owner may have said a number a moment before Redis has it. */
const LAG_MS = 100;
/** Before another snapshot, for a reader that one has not helped. */
const REST_MS = 500;
/** After so many of them in a row, a reader is let go: it joins again, later. */
const MAX_SNAPSHOTS = 3;

/** A run of another server. */
export interface RemoteRun {
  readonly userId: string;
  readonly runId: string;
  /** The process that carries it out. */
  readonly ownerId: string;
}

/** What the database says. */
export interface RunRows {
  /** Which of these are not open (any more). */
  readonly endedOf: (runIds: readonly string[]) => Promise<readonly string[]>;
  /** The events of an ended run, all with number 0, in chunks; null: it is not there, or open after all. */
  readonly read: (userId: string, runId: string) => Promise<Iterable<readonly NumberedRunEvent[]> | null>;
}

export interface LogReader {
  /** As `LiveLog.subscribe`; everything comes a little later. */
  subscribe(run: RemoteRun, after: number, subscriber: LogSubscriber): () => void;
  /** Some runs have ended without their owner's word: looks at the rows now. */
  lookAtRows(): void;
}

interface Followed extends RemoteRun {
  /** The last number that the common command has brought. */
  position: number;
  readonly cursors: Set<Cursor>;
  newsAt: number;
}

interface Cursor {
  readonly run: Followed;
  readonly subscriber: LogSubscriber;
  /** The last number that it has, or says that it has. */
  position: number;
  /** The highest number that it really got here. */
  delivered: number;
  /** Snapshots since news came. */
  snapshots: number;
  /** Gets what the common command brings; otherwise it reads for itself. */
  isLive: boolean;
  isOver: boolean;
}

export interface LogReaderOptions {
  readonly rows: RunRows;
  readonly quietMs?: number;
}

export function createLogReader(
  redis: SharedRedis,
  { rows, quietMs = QUIET_MS }: LogReaderOptions,
): LogReader {
  const followed = new Map<string, Followed>();
  const news = createNewsReader<Followed>(redis, {
    runs: () => [...followed.values()].filter(isRead),
    onEntry(run, entry) {
      run.newsAt = performance.now();
      for (const cursor of [...run.cursors]) {
        if (!cursor.isLive) continue;
        if (deliver(cursor, entry)) cursor.snapshots = 0;
        else start(cursor);
      }
    },
  });
  let looking: NodeJS.Timeout | undefined;

  redis.onDown(() => {
    // Their readers join again; nothing that a late answer brings must come in between.
    for (const { cursors } of [...followed.values()]) for (const cursor of [...cursors]) end(cursor, false);
  });

  function end(cursor: Cursor, isRunOver: boolean): void {
    if (!leave(cursor)) return;
    callEach([cursor.subscriber], ({ onEnd }) => onEnd(isRunOver));
  }

  /** False when it had left before. */
  function leave(cursor: Cursor): boolean {
    if (cursor.isOver) return false;
    cursor.isOver = true;
    const { run } = cursor;
    run.cursors.delete(cursor);
    if (run.cursors.size === 0 && followed.get(run.runId) === run) followed.delete(run.runId);
    if (followed.size === 0) {
      clearInterval(looking);
      looking = undefined;
    }
    return true;
  }

  /** Hands over what follows its position. False: something is missing in between. */
  function deliver(cursor: Cursor, { first, last, events }: LogEntry): boolean {
    if (last <= cursor.position) return true;
    if (first > cursor.position + 1) return false;
    const from = cursor.position + 1;
    cursor.position = last;
    cursor.delivered = last;
    handOver(
      cursor,
      events.slice(from - first).map((event, at) => ({ seq: from + at, event })),
    );
    return true;
  }

  function handOver(cursor: Cursor, events: readonly NumberedRunEvent[]): void {
    if (cursor.isOver) return;
    if (callEach([cursor.subscriber], ({ onEvents }) => onEvents(events)).length > 0) end(cursor, false);
    else if (events.some(({ event }) => event.type === 'run-end')) end(cursor, true);
  }

  // ── For itself: what it missed, and snapshots

  async function catchUp(cursor: Cursor): Promise<void> {
    const { run, subscriber } = cursor;
    const key = logKey(redis, run.runId);
    let isLagOver = false;
    while (!cursor.isOver) {
      const before = run.position;
      const entries = await range(key, `(${cursor.position}-0`, READ_ENTRIES);
      if (cursor.isOver) return;
      if (entries.length === 0) {
        if (cursor.position < before) {
          await takeSnapshot(cursor, before);
          continue;
        }
        if (await isAhead(cursor, key)) {
          if (isLagOver) await takeSnapshot(cursor, await firstNumber(key));
          else await pause(LAG_MS, undefined, { ref: false });
          isLagOver = true;
          continue;
        }
        if (cursor.isOver) return;
        // Nothing may be awaited between here and there: the common command may bring more at any moment.
        if (cursor.position >= run.position) return goLive(cursor);
        continue;
      }
      for (const entry of entries) {
        if (deliver(cursor, entry)) continue;
        await takeSnapshot(cursor, entry.first - 1);
        break;
      }
      await subscriber.drained?.();
    }
  }

  async function range(key: string, from: string, count: number): Promise<LogEntry[]> {
    return readEntries(await redis.send(['XRANGE', key, from, '+', 'COUNT', String(count)]));
  }

  /**
   * Whether its number is higher than any that the stream has. Such a number is only what its reader says, and
   * nothing may rely on it.
   */
  async function isAhead({ position, delivered }: Cursor, key: string): Promise<boolean> {
    if (position <= delivered) return false;
    const [last] = readEntries(await redis.send(['XREVRANGE', key, '+', '-', 'COUNT', '1']));
    return last === undefined || last.last < position;
  }

  /** What a snapshot must have at least, so that the stream continues it. */
  async function firstNumber(key: string): Promise<number> {
    const [first] = await range(key, '-', 1);
    return first === undefined ? 0 : first.first - 1;
  }

  /** The run so far, from the process that has it. */
  async function takeSnapshot(cursor: Cursor, atLeast: number): Promise<void> {
    const { run, subscriber } = cursor;
    if (cursor.snapshots >= MAX_SNAPSHOTS) return end(cursor, false);
    if (cursor.snapshots > 0) await pause(REST_MS, undefined, { ref: false });
    if (cursor.isOver) return;
    cursor.snapshots += 1;
    const question = { userId: run.userId, runId: run.runId, atLeast };
    const snapshot = (await ask(run.ownerId, 'run-snapshot', question, redis)) as SharedSnapshot | null;
    // It has ended long ago, and a reader who joins again gets its row; or there is no room for it now.
    if (snapshot === null) return end(cursor, false);
    for (let at = 0; at < snapshot.chunks; at += 1) {
      const text = await readChunk(redis, snapshot, at);
      if (cursor.isOver) return;
      if (text === null) return end(cursor, false);
      // Before it is handed over, which may end the reader.
      if (at === snapshot.chunks - 1) {
        cursor.position = snapshot.seq;
        cursor.delivered = snapshot.seq;
      }
      handOver(cursor, JSON.parse(text) as NumberedRunEvent[]);
      await subscriber.drained?.();
    }
  }

  function goLive(cursor: Cursor): void {
    const { run } = cursor;
    const wasRead = isRead(run);
    cursor.isLive = true;
    if (wasRead) return;
    run.position = cursor.position;
    void news.add(run);
  }

  function start(cursor: Cursor): void {
    cursor.isLive = false;
    catchUp(cursor).catch((error: unknown) => {
      if (!cursor.isOver) logger.debug({ err: error, runId: cursor.run.runId }, "couldn't follow run");
      end(cursor, false);
    });
  }

  // ── When nothing comes any more

  async function look(now: boolean): Promise<void> {
    const quiet = new Map<Followed, number>();
    for (const run of followed.values()) {
      if (now || performance.now() - run.newsAt >= quietMs) quiet.set(run, run.newsAt);
    }
    if (quiet.size === 0) return;
    const ended = new Set(await rows.endedOf([...quiet.keys()].map(({ runId }) => runId)));
    for (const [run, newsAt] of quiet) {
      if (!ended.has(run.runId)) continue;
      const chunks = await rows.read(run.userId, run.runId);
      // Something has come meanwhile, as it should: its end does, too.
      if (run.newsAt !== newsAt) continue;
      for (const cursor of [...run.cursors]) void endByRow(cursor, chunks);
    }
  }

  async function endByRow(
    cursor: Cursor,
    chunks: Iterable<readonly NumberedRunEvent[]> | null,
  ): Promise<void> {
    if (chunks === null) return end(cursor, false);
    if (!leave(cursor)) return;
    const { onEvents, onEnd, drained } = cursor.subscriber;
    for (const chunk of chunks) {
      if (callEach([onEvents], (give) => give(chunk)).length > 0) return onEnd(false);
      await drained?.();
    }
    onEnd(true);
  }

  function lookAtRows(now: boolean): void {
    look(now).catch((error: unknown) =>
      logger.warn({ err: error }, "couldn't look up runs on other servers"),
    );
  }

  return {
    subscribe({ userId, runId, ownerId }, after, subscriber) {
      const run: Followed = followed.get(runId) ?? {
        userId,
        runId,
        ownerId,
        position: 0,
        cursors: new Set(),
        newsAt: performance.now(),
      };
      followed.set(runId, run);
      const cursor: Cursor = {
        run,
        subscriber,
        position: after,
        delivered: 0,
        snapshots: 0,
        isLive: false,
        isOver: false,
      };
      run.cursors.add(cursor);
      looking ??= setInterval(() => lookAtRows(false), quietMs).unref();
      start(cursor);
      return () => void leave(cursor);
    },
    lookAtRows: () => lookAtRows(true),
  };
}

/** Whether somebody waits for its news. */
function isRead({ cursors }: Followed): boolean {
  return [...cursors].some(({ isLive }) => isLive);
}
