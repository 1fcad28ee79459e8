import { PrismaLibSql } from '@prisma/adapter-libsql';
import { makeFilesPrivate, protectDatabase } from './private-files';
import { withSafeText } from './safe-text';
import { createYielder } from './yield-to-event-loop';

type Client = ReturnType<PrismaLibSql['createClient']>;

/** How long a statement waits for another process (a maintenance command) to release the file. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * libSQL behind Prisma, on ONE connection. The stock client opens another connection after each transaction,
 * without the settings below, and leaves the old one to the garbage collector; it also begins transactions as
 * readers, which fail at once (SQLITE_BUSY, whatever the timeout) when another process wrote in between.
 * Prisma's adapter holds a lock for the length of a transaction, so one connection is safe, and writers queue
 * there instead of colliding in the file. Statements yield to the event loop in between
 * (./yield-to-event-loop.ts).
 */
export class SqliteAdapterFactory extends PrismaLibSql {
  constructor(url: string) {
    super({ url, timeout: BUSY_TIMEOUT_MS });
  }

  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): Client {
    const client = super.createClient(config);
    const execute = client.execute.bind(client) as Client['execute'];
    const yieldToEventLoop = createYielder();
    client.execute = async (statement: Parameters<Client['execute']>[0]) => {
      await yieldToEventLoop();
      return execute(statement);
    };
    client.transaction = () => beginImmediate(client);
    return client;
  }

  override async connect() {
    makeFilesPrivate();
    const adapter = await super.connect();
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
      await adapter.queryRaw({ sql: `PRAGMA ${pragma}`, args: [], argTypes: [] });
    }
    const files = await adapter.queryRaw({ sql: 'PRAGMA database_list', args: [], argTypes: [] });
    // The path as SQLite understood it; empty for a database in memory.
    const file = String(files.rows[0]?.[files.columnNames.indexOf('file')] ?? '');
    if (file !== '') await protectDatabase(file);
    return withSafeText(adapter);
  }
}

async function beginImmediate(client: Client): ReturnType<Client['transaction']> {
  await client.execute('BEGIN IMMEDIATE');
  let closed = false;
  const end = async (statement: 'COMMIT' | 'ROLLBACK') => {
    closed = true;
    await client.execute(statement);
  };
  const rollback = () => end('ROLLBACK');
  return {
    execute: (statement) => client.execute(statement),
    batch: (statements) => Promise.all(statements.map((statement) => client.execute(statement))),
    executeMultiple: (sql) => client.executeMultiple(sql),
    rollback,
    commit: () =>
      end('COMMIT').catch(async (error) => {
        // A failed commit (a full disk) may leave the transaction open, and all requests share the
        // connection.
        await rollback().catch(() => {});
        throw error;
      }),
    close: () => void rollback().catch(() => {}),
    get closed() {
      return closed;
    },
  };
}
