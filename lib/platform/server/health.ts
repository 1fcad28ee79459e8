import { appliedMigrations, databaseIsReady } from '@/lib/platform/db/migrate';
import { env } from '@/lib/platform/env/env';
import type { Health } from '@/lib/platform/model/health';
import { logger } from './log';

let checking: Promise<Health> | null = null;

/**
 * Whether the server can do its work: the database answers, and its migrations are known. Never throws. Calls
 * at the same time share one look, since anybody may ask.
 */
export function health(): Promise<Health> {
  checking ??= check().finally(() => {
    checking = null;
  });
  return checking;
}

async function check(): Promise<Health> {
  const common = { version: env.version, database: env.databaseKind };
  try {
    if (!(await databaseIsReady())) return { ...common, status: 'failing', migrations: [] };
    return { ...common, status: 'ok', migrations: await appliedMigrations() };
  } catch (error) {
    logger.error({ err: error }, 'health check failed');
    return { ...common, status: 'failing', migrations: [] };
  }
}
