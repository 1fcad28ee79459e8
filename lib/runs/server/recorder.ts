import { logger } from '@/lib/platform/server/log';
import type { RunEvent } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import { outputPreview } from '@/lib/runs/db/preview';
import { type RunCheckpoint, settleRun } from '@/lib/runs/db/runs';
import { createPaceKeeper } from '@/lib/runs/model/pace';
import { checkpointQueue } from './checkpoint-queue';

/**
 * How far the row may be behind the stream: whichever is reached first. With the time in which checkpoints gather, and
 * the write, it stays under a second.
 */
const CHECKPOINT_MS = 600;
const CHECKPOINT_CHARACTERS = 4_096;
/**
 * A checkpoint writes the whole text, and SQLite keeps the process waiting meanwhile. So that a server which sends
 * megabytes does not stop everybody's streams, the text must have grown by this part of itself …
 */
const CHECKPOINT_GROWTH = 1 / 4;
/** … or this many times as long must have passed as the last checkpoint took, within reason. */
const PAUSE_FACTOR = 3;
const MAX_PAUSE_MS = 10_000;
/** Probabilities are many times as large as their text: a long run's are saved at its end only. */
const CHECKPOINT_TOKENS = 1_000;
/** Waits between tries to save the end of a run; after about a minute it is left to the sweep (late-ends.ts). */
const SETTLE_WAITS_MS = [50, 200, 1_000, 3_000, 10_000, 20_000, 30_000];

/** What the recorder writes with; the database but in tests. */
export interface RunStore {
  readonly checkpoint: (checkpoint: RunCheckpoint) => Promise<unknown>;
  readonly settleRun: (...given: Parameters<typeof settleRun>) => Promise<unknown>;
}

const database: RunStore = { checkpoint: (checkpoint) => checkpointQueue().save(checkpoint), settleRun };

export interface Recorder {
  /** Looks at events that have been handed to the subscribers already. Never throws, never waits. */
  note(events: readonly RunEvent[]): void;
  /**
   * Saves the final state, exactly once, however long the database hesitates: false when it was given up for now, after
   * about a minute. Never rejects.
   */
  settle(): Promise<boolean>;
  /** Tries once more. Answers whether it is saved; never rejects. */
  saveEnd(): Promise<boolean>;
}

/**
 * Writes a run down behind its stream's back: the reader is served first, and a database that fails or is slow costs
 * the stream nothing. One write is under way at a time; what comes meanwhile goes with the next.
 *
 * @param acceptedAt `performance.now()` at which the run was accepted: the zero of its pace
 */
export function createRecorder(
  runId: string,
  state: RunState,
  store: RunStore = database,
  acceptedAt = performance.now(),
): Recorder {
  const keeper = createPaceKeeper();
  const dirty = new Set<number>();
  let unsaved = 0;
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
    writing = store
      .checkpoint({
        runId,
        choices: choices.map(({ index, text, tokens, finishReason }) => ({
          index,
          text,
          tokens: tokens !== null && tokens.length <= CHECKPOINT_TOKENS ? tokens : null,
          finishReason,
        })),
        outputPreview: preview(),
      })
      .catch((error: unknown) => {
        // The next checkpoint, or the end, writes the whole text again.
        for (const { index } of choices) dirty.add(index);
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
      // False: someone settled it before, and that stays.
      await store.settleRun(runId, { state, outputPreview: preview(), pace: keeper.pace() });
      return true;
    } catch (error) {
      logger.error({ err: error, runId, againInMs }, 'end of run not saved');
      return false;
    }
  }

  return {
    note(events) {
      keeper.note(events, performance.now() - acceptedAt);
      for (const event of events) {
        if (event.type === 'text-delta') {
          dirty.add(event.index);
          unsaved += event.text.length;
        } else if (event.type === 'choice-end') {
          dirty.add(event.index);
        }
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
