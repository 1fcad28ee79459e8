import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createUser } from '@/lib/accounts/db/users';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import {
  createPostgresDatabase,
  createSqliteDatabase,
  postgresDatabase,
  type TestDatabase,
} from '@/lib/platform/db/testing/databases';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { env, replaceEnv } from '@/lib/platform/env/env';
import { copyToPostgres } from './copy-to-postgres';

export interface FilledDatabase {
  readonly name: 'SQLite' | 'Postgres';
  readonly userId: string;
  /** How long filling it took; null when it, or a part of it, was there already. */
  readonly seconds: number | null;
}

interface Options {
  readonly runs: number;
  /**
   * A folder in which the SQLite file stays for the next time; the database on `TEST_POSTGRES_URL` then stays
   * too.
   */
  readonly keep: string | undefined;
}

export async function onSqlite(options: Options, use: (filled: FilledDatabase) => Promise<void>) {
  const database =
    options.keep === undefined
      ? await createSqliteDatabase()
      : await retainedFile(options.keep, options.runs);
  await onDatabase('SQLite', database, options, use);
}

export async function onPostgres(options: Options, use: (filled: FilledDatabase) => Promise<void>) {
  if (options.keep !== undefined && !process.env.TEST_POSTGRES_URL) {
    throw new Error('--keep with Postgres needs TEST_POSTGRES_URL: a server that stays.');
  }
  const server = await startPostgres();
  try {
    const database =
      options.keep === undefined
        ? await createPostgresDatabase(server.url)
        : { ...(await postgresDatabase(server.url, `bench_history_${options.runs}`)), drop: async () => {} };
    await onDatabase('Postgres', database, options, use);
  } finally {
    await server.stop();
  }
}

async function retainedFile(folder: string, runs: number): Promise<TestDatabase> {
  await mkdir(folder, { recursive: true });
  return { url: `file:${retainedPath(folder, runs)}`, drop: async () => {} };
}

function retainedPath(folder: string, runs: number): string {
  return path.join(path.resolve(folder), `history-${runs}.db`);
}

async function onDatabase(
  name: FilledDatabase['name'],
  database: TestDatabase,
  options: Options,
  use: (filled: FilledDatabase) => Promise<void>,
): Promise<void> {
  replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
  try {
    await migrate();
    await use({ name, ...(await fill(options)) });
  } finally {
    await closeDb();
    await database.drop();
  }
}

async function fill({ runs: count, keep }: Options): Promise<{ userId: string; seconds: number | null }> {
  const onProgress = (made: number) =>
    made % 10_000 === 0 && console.log(`${env.databaseKind}: ${made} runs`);
  const isPostgres = env.databaseKind === 'postgresql';
  const file = keep === undefined ? '' : retainedPath(keep, count);
  const isCopied = isPostgres && existsSync(file) && (await copyToPostgres(file, count, onProgress));
  // As autovacuum does sooner or later.
  if (isCopied) await getDb().$executeRaw`VACUUM ANALYZE`;
  const there = await getDb().run.groupBy({ by: ['userId'], _count: true });
  const whole = there.find(({ _count }) => _count === count);
  if (whole) return { userId: whole.userId, seconds: null };
  const [part] = there;
  if (there.length > 1 || (part && part._count > count)) {
    throw new Error('The database that was kept is of something else: take it away.');
  }
  const begun = performance.now();
  const userId = part?.userId ?? (await newUser());
  await generateRuns({
    userId,
    count,
    // It was interrupted.
    from: part?._count ?? 0,
    onProgress,
  });
  if (isPostgres) await getDb().$executeRaw`VACUUM ANALYZE`;
  return { userId, seconds: part ? null : (performance.now() - begun) / 1000 };
}

async function newUser(): Promise<string> {
  const created = await createUser({ isGuest: true });
  if (!created.ok) throw new Error(created.reason);
  return created.user.id;
}
