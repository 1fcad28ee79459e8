import { logger } from '@/lib/platform/server/log';
import type { RunEvent } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import { outputPreview } from '@/lib/runs/db/preview';
import { type RunCheckpoint, settleRun } from '@/lib/runs/db/save-run';
import { createPaceKeeper } from '@/lib/runs/model/pace';
import { checkpointQueue } from './checkpoint-queue';
import { countCheckpoint } from './run-counters';

/**
 * How far the row may be behind the stream, whichever limit is reached first. Together with the time for
 * collecting checkpoints, and the write, it stays under a second.
 */
const CHECKPOINT_MS = 600;
const CHECKPOINT_CHARACTERS = 4_096;
/**
 * A checkpoint writes the whole text, and SQLite blocks the process meanwhile. So that a server which sends
 * megabytes does not stall everybody's streams, the text must have grown by this fraction …
 */
const CHECKPOINT_GROWTH = 1 / 4;
/** … or this many times the duration of the last checkpoint must have passed, up to a maximum. */
const PAUSE_FACTOR = 3;
const MAX_PAUSE_MS = 10_000;
/** Probabilities are many times larger than their text: for a long run they are saved only at its end. */
const CHECKPOINT_TOKENS = 1_000;
/**
 * Waits between attempts to save the end of a run; after about a minute it is left to the sweep
 * (late-ends.ts).
 */
const SETTLE_WAITS_MS = [50, 200, 1_000, 3_000, 10_000, 20_000, 30_000];

/** Where the recorder writes to: the database, except in tests. */
export interface RunStore {
  /** False: the row is closed, and nothing was written. */
  readonly checkpoint: (checkpoint: RunCheckpoint) => Promise<unknown>;
  readonly settleRun: (...given: Parameters<typeof settleRun>) => Promise<unknown>;
}

const database: RunStore = { checkpoint: (checkpoint) => checkpointQueue().save(checkpoint), settleRun };

export interface Recorder {
  /** Takes events that subscribers already have. Never throws, never waits. */
  note(events: readonly RunEvent[]): void;
  /**
   * Saves the final state, exactly once, however slow the database is: false when it was given up for now,
   * after about a minute. Never rejects.
   */
  settle(): Promise<boolean>;
  /** Tries once more. Returns whether it is saved; never rejects. */
  saveEnd(): Promise<boolean>;
}

export interface RecorderOptions {
  readonly store?: RunStore | undefined;
  /** `performance.now()` when the run was accepted: the zero of its pace. */
  readonly acceptedAt?: number;
  /** Somebody else has closed the row: nothing can be saved any more. */
  readonly onClosed?: () => void;
}

/**
 * Saves a run behind its stream: the reader is served first, and a failing or slow database costs the stream
 * nothing. One write is under way at a time; what comes meanwhile goes into the next.
 */
export function createRecorder(
  runId: string,
  state: RunState,
  { store = database, acceptedAt = performance.now(), onClosed = () => {} }: RecorderOptions = {},
): Recorder {
  const keeper = createPaceKeeper();
  const dirty = new Set<number>();
  let unsaved = 0;
  /** `performance.now()` when the oldest text came that is not saved. */
  let unsavedSince: number | null = null;
  let pauseMs = CHECKPOINT_MS;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<unknown> | null = null;
  let closed = false;

  const preview = () => outputPreview(state.choices);

  function dirtyLength(): number {
    let length = 0;
    for (const index of dirty) length += state.choices[index]?.text.length ?? 0;
    return length;
  }

  function schedule(): void {
    if (closed || writing !== null || dirty.size === 0) return;
    if (unsaved >= CHECKPOINT_CHARACTERS && unsaved >= dirtyLength() * CHECKPOINT_GROWTH) {
      write();
    } else if (timer === null) {
      timer = setTimeout(write, pauseMs);
      timer.unref();
    }
  }

  function write(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (closed || writing !== null) return;
    const choices = [...dirty].flatMap((index) => state.choices[index] ?? []);
    dirty.clear();
    unsaved = 0;
    const begun = performance.now();
    const since = unsavedSince ?? begun;
    unsavedSince = null;
    writing = store
      .checkpoint({
        runId,
        choices: choices.map(({ index, text, tokens, finishReason, stopReason }) => ({
          index,
          text,
          tokens: tokens !== null && tokens.length <= CHECKPOINT_TOKENS ? tokens : null,
          finishReason,
          stopReason,
        })),
        outputPreview: preview(),
      })
      .then((isWritten) => {
        if (isWritten !== false) countCheckpoint(since);
        else if (!closed) onClosed();
      })
      .catch((error: unknown) => {
        // The next checkpoint, or the end, writes the whole text again.
        for (const { index } of choices) dirty.add(index);
        unsavedSince = since;
        logger.warn({ err: error, runId }, 'checkpoint not saved');
      })
      .finally(() => {
        writing = null;
        const tookMs = performance.now() - begun;
        pauseMs = Math.min(Math.max(CHECKPOINT_MS, tookMs * PAUSE_FACTOR), MAX_PAUSE_MS);
        schedule();
      });
  }

  async function saveEnd(againInMs: number | null = null): Promise<boolean> {
    try {
      // False: it was settled before, and that stays.
      await store.settleRun(runId, { state, outputPreview: preview(), pace: keeper.pace() });
      return true;
    } catch (error) {
      logger.error({ err: error, runId, againInMs }, 'end of run not saved');
      return false;
    }
  }

  return {
    note(events) {
      const now = performance.now();
      keeper.note(events, now - acceptedAt);
      for (const event of events) {
        if (event.type !== 'text-delta' && event.type !== 'choice-end') continue;
        dirty.add(event.index);
        unsavedSince ??= now;
        if (event.type === 'text-delta') unsaved += event.text.length;
      }
      schedule();
    },
    async settle() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      // A checkpoint that is still under way must not overwrite the end.
      await writing;
      for (const wait of SETTLE_WAITS_MS) {
        if (await saveEnd(wait)) return true;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
      return saveEnd();
    },
    saveEnd: () => saveEnd(),
  };
}
