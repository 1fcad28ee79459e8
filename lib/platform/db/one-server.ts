import { setTimeout } from 'node:timers/promises';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { env } from '@/lib/platform/env/env';
import { makeFilesPrivate } from './private-files';

type Client = ReturnType<PrismaLibSql['createClient']>;

/** A server that was just killed may still be on its way out. */
const WAIT_MS = 5_000;
const POLL_MS = 100;

// On globalThis, as the database itself is (./client.ts): two locks in one process would refuse each other.
const holder = globalThis as typeof globalThis & { playgroundServerLock?: Client };

/**
 * Makes this process the only server on its SQLite file, until it ends or calls `releaseDatabase`. False:
 * another server has it. Always true on Postgres, which several servers share.
 *
 * The lock is the operating system's: SQLite's own exclusive lock on an empty file beside the database. It
 * ends with its process, however that ends, so none is ever left behind. Commands that only use the database
 * (`keys:rewrap`) do not take it.
 */
export async function holdDatabase(waitMs = WAIT_MS): Promise<boolean> {
  if (env.databaseKind !== 'sqlite' || holder.playgroundServerLock) return true;
  makeFilesPrivate();
  const deadline = Date.now() + waitMs;
  for (;;) {
    const client = await lock(`${env.databaseUrl}-server`);
    if (client !== null) {
      holder.playgroundServerLock = client;
      return true;
    }
    if (Date.now() >= deadline) return false;
    await setTimeout(POLL_MS);
  }
}

/** Lets another server have the file. */
export async function releaseDatabase(): Promise<void> {
  const client = holder.playgroundServerLock;
  delete holder.playgroundServerLock;
  // Closing alone would leave the transaction to the garbage collector.
  await client?.execute('ROLLBACK');
  client?.close();
}

/** Null: somebody else holds it. */
async function lock(url: string): Promise<Client | null> {
  const client = new PrismaLibSql({ url }).createClient({ url });
  try {
    // Without a journal beside it.
    await client.execute('PRAGMA journal_mode = MEMORY');
    // Never committed: the lock lasts as long as the transaction.
    await client.execute('BEGIN EXCLUSIVE');
    return client;
  } catch (error) {
    client.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
}
