import { appliedMigrations, databaseIsReady } from '@/lib/platform/db/migrate';
import { env } from '@/lib/platform/env/env';
import type { Health } from '@/lib/platform/model/health';
import { logger } from './log';

/** Whether the server can do its work: the database answers, and its migrations are known. Never throws. */
export async function health(): Promise<Health> {
  const common = { version: env.version, database: env.databaseKind };
  try {
    if (!(await databaseIsReady())) return { ...common, status: 'failing', migrations: [] };
    return { ...common, status: 'ok', migrations: await appliedMigrations() };
  } catch (error) {
    logger.error({ err: error }, 'health check failed');
    return { ...common, status: 'failing', migrations: [] };
  }
}
