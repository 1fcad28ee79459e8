import { perProcess } from '@/lib/platform/server/per-process';
import { checkpointRuns, type RunCheckpoint } from '@/lib/runs/db/save-run';

/** How long a checkpoint waits for those of other runs, to share a commit with them. */
const GATHER_MS = 100;

export type SaveCheckpoints = (checkpoints: readonly RunCheckpoint[]) => Promise<readonly boolean[]>;

export interface CheckpointQueue {
  /** Resolves when it is written (false: the run is already settled), rejects when it could not be. */
  save(checkpoint: RunCheckpoint): Promise<boolean>;
}

interface Waiting {
  readonly checkpoint: RunCheckpoint;
  readonly resolve: (written: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects checkpoints of many runs into one write at a time. A run has at most one in here (see the
 * recorder).
 */
export function createCheckpointQueue(save: SaveCheckpoints): CheckpointQueue {
  let waiting: Waiting[] = [];
  let busy = false;

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      const written = await save(batch.map(({ checkpoint }) => checkpoint));
      for (const [index, { resolve }] of batch.entries()) resolve(written[index] ?? false);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      // One of them may be the cause: the others must not suffer for it.
      else for (const one of batch) await saveAlone(one);
    }
  }

  async function saveAlone({ checkpoint, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve((await save([checkpoint]))[0] ?? false);
    } catch (error) {
      reject(error);
    }
  }

  function schedule(): void {
    if (busy || waiting.length === 0) return;
    busy = true;
    setTimeout(async () => {
      await flush();
      busy = false;
      schedule();
    }, GATHER_MS);
  }

  return {
    save: (checkpoint) =>
      new Promise((resolve, reject) => {
        waiting.push({ checkpoint, resolve, reject });
        schedule();
      }),
  };
}

/** The queue of this process. */
export function checkpointQueue(): CheckpointQueue {
  return perProcess('checkpoint-queue', () => createCheckpointQueue(checkpointRuns));
}
