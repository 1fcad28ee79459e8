import { socketPool } from '@/lib/connections/server/upstream/transport-for';
import { closeDb } from '@/lib/platform/db/client';
import { releaseDatabase } from '@/lib/platform/db/one-server';
import { env } from '@/lib/platform/env/env';
import { responsesSent } from '@/lib/platform/server/http/open-responses';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { endRedis } from '@/lib/platform/server/redis/open-redis';
import { setClosing } from '@/lib/runs/server/closing';
import type { LiveRun } from '@/lib/runs/server/live-run';
import { processLease } from '@/lib/runs/server/process-lease';
import { runRegistry } from '@/lib/runs/server/registry';
import { logWriter } from '@/lib/runs/server/shared/log-writer';
import { slotQueue } from '@/lib/runs/server/slot-queue';

/** How long the ends of interrupted runs may take to be saved. */
const SETTLE_MS = 5_000;
/** How long the last bytes of answers may take: who calls the API cannot come back for them. */
const SEND_MS = 1_000;
/** Ctrl+C reaches the server twice under npm: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 1_000;

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

const closing = () => perProcess('closing-signal', () => new AbortController());

/** Aborted when the process closes. */
export function closingSignal(): AbortSignal {
  return closing().signal;
}

/** SIGTERM and SIGINT end the process as `close` does; a second one ends it at once. Call once. */
export function closeOnSignals(): void {
  let since: number | null = null;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, async () => {
      if (since !== null) {
        // What is still open is marked as interrupted by another process, or at the next start.
        if (performance.now() - since > SAME_PRESS_MS) process.exit(CODES[signal]);
        return;
      }
      since = performance.now();
      const open = runRegistry().openCount();
      logger.info({ signal, open, drainSeconds: env.drainSeconds }, 'closing');
      if (open > 0 && env.drainSeconds > 0 && process.stdout.isTTY) process.stdout.write(waitingLine(open));
      await close();
      // Next would keep the process alive for as long as any connection is open.
      process.exit(0);
    });
  }
}

function waitingLine(open: number): string {
  const runs = open === 1 ? '1 run' : `${open} runs`;
  return `• Waiting up to ${env.drainSeconds} s for ${runs} to finish. Press Ctrl+C again to stop now.\n`;
}

export interface CloseOptions {
  /** How long live runs may go on. */
  readonly drainMs?: number;
  readonly settleMs?: number;
}

/**
 * Ends what this process is doing. From now on no run is started; those that are live may finish, and what has
 * not ended in time becomes `interrupted`, with its text. Then the lease ends and the database is closed.
 */
export async function close({
  drainMs = env.drainSeconds * 1000,
  settleMs = SETTLE_MS,
}: CloseOptions = {}): Promise<void> {
  setClosing(true);
  closing().abort();
  slotQueue().drain();
  await settled(runRegistry().open(), drainMs);
  const late = runRegistry().open();
  for (const run of late) run.stop('shutdown');
  await settled(late, settleMs);
  // Readers on other servers get the ends as well.
  await settledWithin(SEND_MS, logWriter()?.flushed());
  await responsesSent(SEND_MS);
  if (late.length > 0) logger.info({ interrupted: late.length }, 'runs interrupted');
  socketPool().close();
  await processLease().end();
  endRedis();
  await closeDb().catch((error: unknown) => logger.warn({ err: error }, "couldn't close the database"));
  await releaseDatabase().catch(() => {});
}

/** Resolves when the ends of all these runs are saved, or after this time. */
function settled(runs: readonly LiveRun[], ms: number): Promise<void> {
  return settledWithin(ms, Promise.all(runs.map((run) => run.settled)));
}

/** Resolves when this has, or after this time. */
async function settledWithin(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
