import { setTimeout } from 'node:timers/promises';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PostgresAdapterFactory } from './postgres-adapter';
import type { SchemaEngineAdapter } from './schema-engine';

/**
 * Runs `work` with an adapter whose every statement belongs to ONE exclusive transaction: all pending
 * migrations are applied, or none, and of several processes that boot at once the others wait and then find
 * nothing to do. (On its own the engine would leave a half-applied script behind, and a row that blocks every
 * boot.)
 */
export function inMigrationTransaction<Result>(
  databaseUrl: string,
  work: (factory: SchemaEngineAdapter) => Promise<Result>,
): Promise<Result> {
  return databaseUrl.startsWith('file:')
    ? inSqliteTransaction(databaseUrl, work)
    : inPostgresTransaction(databaseUrl, work);
}

async function inSqliteTransaction<Result>(
  url: string,
  work: (factory: SchemaEngineAdapter) => Promise<Result>,
): Promise<Result> {
  const config = { url };
  const { client, transaction } = await untilFree(() => beginSqlite(config));
  try {
    client.execute = transaction.execute.bind(transaction);
    client.executeMultiple = transaction.executeMultiple.bind(transaction);
    client.transaction = () => Promise.reject(new Error('Migrations already run in a transaction.'));
    const factory = new PrismaLibSql(config);
    factory.createClient = () => client;
    const result = await work(factory);
    const broken = await transaction.execute('PRAGMA foreign_key_check');
    if (broken.rows.length > 0) {
      throw new Error(`it leaves ${broken.rows.length} rows that reference missing rows`);
    }
    await transaction.commit();
    return result;
  } finally {
    transaction.close();
    client.close();
  }
}

/**
 * Each attempt gets its own connection: a statement that found the file busy stays open until garbage
 * collection, and until then nothing can be committed on its connection.
 */
async function beginSqlite(config: { url: string }) {
  const client = new PrismaLibSql(config).createClient(config);
  try {
    await client.execute('PRAGMA journal_mode = WAL');
    // SQLite cannot alter most things in place, so migrations rebuild tables; with foreign keys on, dropping the old
    // table would cascade into its children. Cannot be changed inside a transaction, hence here.
    await client.execute('PRAGMA foreign_keys = OFF');
    return { client, transaction: await client.transaction('write') };
  } catch (error) {
    client.close();
    throw error;
  }
}

const LOCK_WAIT_MS = 60_000;
const LOCK_POLL_MS = 50;

/**
 * Waits here instead of in SQLite's busy timeout, which would block the process, including the transaction it
 * waits for.
 */
async function untilFree<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
      if (!busy || Date.now() > deadline) throw error;
      await setTimeout(LOCK_POLL_MS);
    }
  }
}

/** A number of our own: Prisma's command line uses 72707369. */
const POSTGRES_LOCK = 5_270_620_261;

async function inPostgresTransaction<Result>(
  url: string,
  work: (factory: SchemaEngineAdapter) => Promise<Result>,
): Promise<Result> {
  // A pool of one connection that is never released: everything sent through it is in the one transaction.
  const factory = new PostgresAdapterFactory(url, { max: 1, idleTimeoutMillis: 0 });
  const adapter = await factory.connect();
  const pool = adapter.underlyingDriver();
  try {
    await pool.query('BEGIN');
    await pool.query(`SELECT pg_advisory_xact_lock(${POSTGRES_LOCK})`);
    const shared = Object.assign(Object.create(adapter), { dispose: async () => {} });
    const result = await work({
      provider: factory.provider,
      adapterName: factory.adapterName,
      connect: async () => shared,
      connectToShadowDb: () => factory.connectToShadowDb(),
    });
    await pool.query('COMMIT');
    return result;
  } catch (error) {
    await pool.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await adapter.dispose();
  }
}
