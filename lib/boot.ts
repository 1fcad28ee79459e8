import { sweepEndedSessions } from '@/lib/accounts/db/ended-sessions';
import { countUncounted } from '@/lib/accounts/db/storage/count-stored';
import { shareAccess } from '@/lib/accounts/server/access';
import { SESSION_SECONDS } from '@/lib/accounts/server/session';
import { sweepIdleGuests } from '@/lib/accounts/server/storage/sweep-guests';
import { sweepDeletedComparisons } from '@/lib/compare/db/comparisons';
import { keepQueue } from '@/lib/compare/server/keep-queue';
import { shareModelLists } from '@/lib/connections/server/upstream/list-models';
import { sweepDeletedDocuments } from '@/lib/documents/db/documents';
import { keepIndexing } from '@/lib/history/server/search-indexing';
import { sweepExpiredShares } from '@/lib/links/db/shares';
import { shareCopies } from '@/lib/links/server/copy-cache';
import { migrate } from '@/lib/platform/db/migrate';
import { holdDatabase } from '@/lib/platform/db/one-server';
import { env } from '@/lib/platform/env/env';
import { installClientAddress } from '@/lib/platform/server/http/client-address';
import { installHostGate } from '@/lib/platform/server/http/host-gate';
import { ignoreUpgrades } from '@/lib/platform/server/http/ignore-upgrades';
import { countResponses } from '@/lib/platform/server/http/open-responses';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { beginRedis } from '@/lib/platform/server/redis/open-redis';
import { listProcesses, sweepProcesses } from '@/lib/runs/db/process-lease';
import { sweepDeletedRuns } from '@/lib/runs/db/run-history';
import { sweepLateEnds } from '@/lib/runs/server/late-ends';
import { processId } from '@/lib/runs/server/process-id';
import { processLease } from '@/lib/runs/server/process-lease';
import { shareRuns } from '@/lib/runs/server/shared/share-runs';
import { closeOnSignals, closingSignal } from '@/lib/shut-down';

const SWEEP_EVERY_MS = 60_000;
/** A deletion may be undone for this long. */
const KEEP_DELETED_MS = 60_000;
/** What an expired link showed is kept for a day, in case this machine's clock was wrong. */
const KEEP_EXPIRED_SHARES_MS = 24 * 60 * 60_000;

/**
 * Everything that must be true before the first request is answered: the configuration is usable, the
 * database is this server's to use and migrated, and this process has its lease. Once per process, however
 * often it is called.
 *
 * @throws Error when the server cannot start; its message says what to fix
 */
export function boot(): Promise<void> {
  return perProcess('boot', start);
}

async function start(): Promise<void> {
  // Reads the whole configuration, so that a bad variable stops the start instead of a later request.
  const { databaseKind, version, redisUrl } = env;
  installClientAddress();
  installHostGate();
  countResponses();
  if (process.env.NODE_ENV === 'production') ignoreUpgrades();
  if (!(await holdDatabase())) throw new Error(await inUse());
  const applied = await migrate();
  const interrupted = await processLease().begin();
  await joinOtherServers();
  startSweeping();
  void countStored();
  void keepIndexing(closingSignal());
  void keepQueue(closingSignal());
  closeOnSignals();
  logger.info(
    { version, database: databaseKind, redis: redisUrl !== undefined, applied, interrupted },
    'ready',
  );
}

/** With `REDIS_URL`; also while Redis is away. */
async function joinOtherServers(): Promise<void> {
  if ((await beginRedis(processId())) === null) return;
  shareRuns();
  shareAccess();
  shareModelLists();
  shareCopies();
}

/** The sentence for a second server on one SQLite file, with the first one's process where it can be read. */
async function inUse(): Promise<string> {
  const [other] = await listProcesses().catch(() => []);
  const who = other ? ` (process ${other.pid} on ${other.host})` : '';
  return [
    `Another server${who} is using the database ${env.databaseUrl.slice('file:'.length)}.`,
    'Only one server can use an SQLite database. Stop that one first, give this one its own DATA_DIR,',
    'or use Postgres (DATABASE_URL=postgresql://…), which several servers can share.',
  ].join('\n');
}

/** Boots, or prints what is wrong and ends the process: otherwise Next would keep serving errors. */
export async function bootOrExit(): Promise<void> {
  try {
    await boot();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\nThe server can't start.\n${reason}\n`);
    process.exit(1);
  }
}

function startSweeping(): void {
  let isSweeping = false;
  const next = async () => {
    if (isSweeping) return;
    isSweeping = true;
    await sweep();
    isSweeping = false;
  };
  setInterval(() => void next(), SWEEP_EVERY_MS).unref();
  void next();
}

/** Counts rows from before storage was counted; only the first start with quotas finds any. Never rejects. */
async function countStored(): Promise<void> {
  try {
    const counted = await countUncounted();
    if (counted > 0) logger.info({ counted }, 'counted existing storage');
  } catch (error) {
    // The next start continues from there.
    logger.warn({ err: error }, "couldn't fully count storage");
  }
}

/** Removes for good what can no longer be restored. Never rejects. */
export async function sweep(now = Date.now()): Promise<void> {
  const steps: readonly (() => Promise<unknown>)[] = [
    () => sweepLateEnds(),
    () => sweepProcesses(),
    () => sweepDeletedRuns(new Date(now - KEEP_DELETED_MS)),
    () => sweepExpiredShares(new Date(now - KEEP_EXPIRED_SHARES_MS)),
    () => sweepDeletedComparisons(new Date(now - KEEP_DELETED_MS)),
    () => sweepDeletedDocuments(new Date(now - KEEP_DELETED_MS)),
    () => sweepEndedSessions(new Date(now - SESSION_SECONDS * 1000)),
    () => sweepIdleGuests(now),
  ];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      // A step that fails does not hold up the others.
      logger.warn({ err: error }, 'cleanup failed');
    }
  }
}
