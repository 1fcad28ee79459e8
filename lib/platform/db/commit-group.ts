import { setImmediate, setTimeout } from 'node:timers/promises';
import type { HotWriter } from './hot-writer';

/** How long one group may fill the event loop before it is committed. */
const MAX_BUSY_MS = 4;

/**
 * After a commit, this many times its duration passes before the next: waiting for the disk stops every stream,
 * and so takes at most a quarter of the time, however many runs begin one shortly after the other.
 */
const PAUSE_FACTOR = 3;
const MAX_PAUSE_MS = 25;

/** What a group needs of the database, which has one writer at a time. */
export interface GroupedDatabase {
  /** Begins a transaction and holds the database's lock until its end. */
  readonly begin: () => Promise<{ commit(): Promise<void>; rollback(): Promise<void> }>;
  /** Statements inside it. */
  readonly writer: HotWriter;
  /** One without arguments, inside it. */
  readonly execute: (statement: 'SAVEPOINT one' | 'RELEASE one' | 'ROLLBACK TO one') => void;
  /** False when the database has ended the transaction by itself. */
  readonly isOpen: () => boolean;
}

export interface CommitGroup {
  /**
   * Runs `work` in a transaction that it shares with others that are waiting, and resolves when it is committed.
   * Work that rejects is undone, alone. It may only wait for its own statements; it runs a second time when
   * the group could not be committed.
   *
   * @param isOneStatement undone by the database itself when it fails
   */
  write<Result>(work: (db: HotWriter) => Promise<Result>, isOneStatement?: boolean): Promise<Result>;
}

interface Job {
  readonly work: (db: HotWriter) => Promise<unknown>;
  readonly isOneStatement: boolean;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Many small writes in one commit: each commit waits for the disk, and two hundred runs that start, or end, at
 * once would wait for it two hundred times.
 */
export function createCommitGroup({ begin, writer, execute, isOpen }: GroupedDatabase): CommitGroup {
  const waiting: Job[] = [];
  let busy = false;
  /** `performance.now()` before which no commit is made. */
  let pauseUntil = 0;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const pause = pauseUntil - performance.now();
      // What comes in the same turn goes into the same commit; between two commits, streams are served.
      await (pause > 0 ? setTimeout(pause) : setImmediate());
      await commitSome(() => waiting.shift());
    }
    busy = false;
  }

  /** Never rejects. */
  async function commitSome(next: () => Job | undefined): Promise<void> {
    const jobs: Job[] = [];
    const outcomes: (() => void)[] = [];
    try {
      const transaction = await begin();
      try {
        const begun = performance.now();
        for (let job = next(); job !== undefined; job = next()) {
          jobs.push(job);
          outcomes.push(await attempt(job));
          if (performance.now() - begun > MAX_BUSY_MS) break;
        }
      } catch (error) {
        await transaction.rollback();
        throw error;
      }
      await commit(transaction);
    } catch (error) {
      if (jobs.length === 0) rejectNext(next, error);
      else if (jobs.length === 1) jobs[0]?.reject(error);
      // One of them may be the cause: the others must not suffer for it.
      else for (const job of jobs) await commitSome(once(job));
      return;
    }
    for (const tell of outcomes) tell();
  }

  async function commit(transaction: { commit(): Promise<void> }): Promise<void> {
    const begun = performance.now();
    await transaction.commit();
    const ended = performance.now();
    pauseUntil = ended + Math.min((ended - begun) * PAUSE_FACTOR, MAX_PAUSE_MS);
  }

  /** Returns what to tell once it is committed. Rejects when the whole transaction is lost. */
  async function attempt({ work, isOneStatement, resolve, reject }: Job): Promise<() => void> {
    try {
      if (!isOneStatement) execute('SAVEPOINT one');
      const result = await work(writer);
      if (!isOneStatement) execute('RELEASE one');
      return () => resolve(result as never);
    } catch (error) {
      if (!isOpen()) throw error;
      if (!isOneStatement) {
        execute('ROLLBACK TO one');
        execute('RELEASE one');
      }
      return () => reject(error);
    }
  }

  return {
    write: (work, isOneStatement = false) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, isOneStatement, resolve, reject });
        if (busy) return;
        busy = true;
        void flush();
      }),
  };
}

/** No transaction could be begun: the one whose turn it was learns it, and may try again. */
function rejectNext(next: () => Job | undefined, error: unknown): void {
  next()?.reject(error);
}

function once(job: Job): () => Job | undefined {
  let left: Job | undefined = job;
  return () => {
    const one = left;
    left = undefined;
    return one;
  };
}
