import { PrismaLibSql } from '@prisma/adapter-libsql';
import { type CommitGroup, createCommitGroup } from './commit-group';
import { sqliteWriter } from './hot-writer';
import { makeFilesPrivate, protectDatabase } from './private-files';
import { withSafeText } from './safe-text';
import { openSqlite, type SqliteConnection } from './sqlite-connection';
import { createYielder } from './yield-to-event-loop';

type Client = ReturnType<PrismaLibSql['createClient']>;
type Statement = Parameters<Client['execute']>[0];
type Transaction = Awaited<ReturnType<Client['transaction']>>;
type ResultSet = Awaited<ReturnType<Client['execute']>>;

/** How long a statement waits for another process (a maintenance command) to release the file. */
const BUSY_TIMEOUT_MS = 5000;

/** What there is beside Prisma, for ./hot.ts. */
export interface SqliteConnections {
  /** Writes on Prisma's connection, while it has none of its own. */
  readonly group: CommitGroup;
  /** A second connection, which only reads what is committed and never waits for a transaction. */
  readonly reader: SqliteConnection;
  /** Await it before each read. */
  readonly yieldToEventLoop: () => Promise<void>;
}

/**
 * libSQL behind Prisma, on ONE connection. The stock client opens another connection after each transaction,
 * without the settings below, and leaves the old one to the garbage collector; it also begins transactions as
 * readers, which fail at once (SQLITE_BUSY, whatever the timeout) when another process wrote in between.
 * Prisma's adapter holds a lock for the length of a transaction, so one connection is safe, and writers queue
 * there instead of colliding in the file. Statements yield to the event loop in between
 * (./yield-to-event-loop.ts).
 */
export class SqliteAdapterFactory extends PrismaLibSql {
  readonly #url: string;
  #connection: SqliteConnection | null = null;
  #connections: SqliteConnections | null = null;

  constructor(url: string) {
    super({ url });
    this.#url = url;
  }

  override createClient(): Client {
    const connection = openSqlite(this.#url, BUSY_TIMEOUT_MS);
    this.#connection = connection;
    return clientOf(connection);
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
    const connection = this.#connection as SqliteConnection;
    const reader = openSqlite(this.#url, BUSY_TIMEOUT_MS);
    reader.execute('PRAGMA query_only = ON');
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      this.#connections = null;
      reader.close();
      await dispose();
    };
    const group = createCommitGroup({
      begin: () => adapter.startTransaction(),
      writer: sqliteWriter(connection),
      execute: (statement) => void connection.execute(statement),
      isOpen: () => connection.inTransaction,
    });
    this.#connections = { group, reader, yieldToEventLoop: createYielder() };
    return withSafeText(adapter);
  }

  /** Null until Prisma has connected. */
  get connections(): SqliteConnections | null {
    return this.#connections;
  }
}

/** What Prisma's adapter uses of libSQL's client. */
function clientOf(connection: SqliteConnection): Client {
  const yieldToEventLoop = createYielder();
  const execute = async (statement: Statement): Promise<ResultSet> => {
    await yieldToEventLoop();
    const { sql, args } = typeof statement === 'string' ? { sql: statement, args: [] } : statement;
    // The adapter reads rows by position only, and gives arguments as a list.
    return connection.execute(sql, args as unknown[]) as unknown as ResultSet;
  };
  const client: Pick<Client, 'execute' | 'executeMultiple' | 'transaction' | 'close'> = {
    execute,
    executeMultiple: async (sql) => {
      try {
        connection.executeScript(sql);
      } finally {
        if (connection.inTransaction) connection.execute('ROLLBACK');
      }
    },
    transaction: async () => beginImmediate(client as Client, connection),
    close: () => connection.close(),
  };
  return client as Client;
}

/** Begins and ends at once: what waits for a turn here would hold up every other writer. */
function beginImmediate(client: Client, connection: SqliteConnection): Transaction {
  connection.execute('BEGIN IMMEDIATE');
  let closed = false;
  const end = async (statement: 'COMMIT' | 'ROLLBACK') => {
    closed = true;
    connection.execute(statement);
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
