import { copyFile, rm } from 'node:fs/promises';
import { findUserByEmail } from '@/lib/accounts/db/users';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';

interface Filled {
  readonly runs: number;
  /** A SQLite file left by `bench:history -- --keep`; without it the runs are made, which takes minutes. */
  readonly from: string | undefined;
  /** The database of an app that has been stopped. */
  readonly database: string;
}

export async function fillAccount(email: string, { runs, from, database }: Filled): Promise<void> {
  replaceEnv(testEnvironment({ DATABASE_URL: `file:${database}` }));
  try {
    if (from === undefined) await addRuns(email, runs);
    else await takeRuns(email, from, database);
  } finally {
    await closeDb();
  }
}

async function addRuns(email: string, count: number): Promise<void> {
  const user = await findUserByEmail(email);
  if (!user) throw new Error('no user');
  await generateRuns({
    userId: user.id,
    count,
    onProgress: (made) => made % 10_000 === 0 && console.log(`${made} runs`),
  });
}

/**
 * Replaces the app's database with the file, which nobody may have open, and gives the account to the user
 * who has the runs in it.
 */
async function takeRuns(email: string, from: string, database: string): Promise<void> {
  const account = await getDb().user.findFirstOrThrow({ where: { email } });
  await closeDb();
  for (const suffix of ['', '-wal', '-shm']) await rm(database + suffix, { force: true });
  await copyFile(from, database);
  const run = await getDb().run.findFirstOrThrow({ select: { userId: true } });
  const { passwordHash, isGuest } = account;
  await getDb().user.update({ where: { id: run.userId }, data: { email, passwordHash, isGuest } });
}
