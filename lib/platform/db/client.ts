import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { env } from '@/lib/platform/env/env';
import { PrismaClient as PostgresClient } from './generated/postgresql/client';
import { Prisma, PrismaClient as SqliteClient } from './generated/sqlite/client';
import { type PoolUse, PostgresAdapterFactory } from './postgres-adapter';
import { SqliteAdapterFactory, type SqliteConnections } from './sqlite-adapter';
import { isSqliteRefusal } from './sqlite-connection';

/** The database as seen by all functions that use it, whichever of the two kinds it is. */
export type Db = SqliteClient;
/** The same inside a transaction. */
export type DbTransaction = Prisma.TransactionClient;

interface Connected {
  readonly url: string;
  readonly db: Db;
  /** Null: there is no pool. */
  readonly poolUse: (() => PoolUse) | null;
  /** Null: the same one. */
  readonly reserved: Db | null;
  /** Null: it is Postgres. */
  readonly sqlite: SqliteAdapterFactory | null;
}

// On globalThis, because a bundler may hand out this module more than once (pages, routes, instrumentation), and a
// second SQLite connection in one process would wait for the first one's lock while blocking it.
const holder = globalThis as typeof globalThis & { playgroundDatabase?: Connected };

/** The database of `DATABASE_URL`; connects at its first query. */
export function getDb(): Db {
  const url = env.databaseUrl;
  if (holder.playgroundDatabase?.url !== url) {
    holder.playgroundDatabase = { url, ...connect(url) };
  }
  return holder.playgroundDatabase.db;
}

/**
 * The same database over a connection of its own, for what must not wait behind the queries of users: the
 * heartbeat of this process.
 */
export function getReservedDb(): Db {
  const db = getDb();
  return holder.playgroundDatabase?.reserved ?? db;
}

/** What SQLite has beside Prisma, for ./hot.ts; null on Postgres. Rejects when the file can't be opened. */
export async function sqliteConnections(): Promise<SqliteConnections | null> {
  const db = getDb();
  const { sqlite = null } = holder.playgroundDatabase ?? {};
  if (sqlite === null) return null;
  if (sqlite.connections === null) await db.$connect();
  return sqlite.connections;
}

/** Disconnects; the next `getDb` connects again. */
export async function closeDb(): Promise<void> {
  const connected = holder.playgroundDatabase;
  delete holder.playgroundDatabase;
  await Promise.all([connected?.db.$disconnect(), connected?.reserved?.$disconnect()]);
}

// Writers queue for SQLite's one connection: they must wait, not fail after Prisma's default of two seconds.
const transactionOptions = { maxWait: 30_000, timeout: 30_000 };

function connect(url: string): Omit<Connected, 'url'> {
  if (url.startsWith('file:')) {
    const adapter = new SqliteAdapterFactory(url);
    const db = new SqliteClient({ adapter, transactionOptions });
    return { db, poolUse: null, reserved: null, sqlite: adapter };
  }
  const adapter = new PostgresAdapterFactory(url);
  const reserved = new PostgresAdapterFactory(url, { max: 1 });
  return {
    db: postgresDb(adapter),
    poolUse: () => adapter.poolUse(),
    reserved: postgresDb(reserved),
    sqlite: null,
  };
}

// The two clients are generated from one schema: the same models, fields and types. Only Postgres' extras (an
// insensitive filter mode) are missing in the SQLite type, so through it nobody can use what SQLite lacks.
function postgresDb(adapter: PostgresAdapterFactory): Db {
  return new PostgresClient({ adapter, transactionOptions }) as unknown as Db;
}

/** How the connections are used; null on SQLite, which has one. */
export function poolUse(): PoolUse | null {
  return holder.playgroundDatabase?.poolUse?.() ?? null;
}

/** True when a unique index refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return isViolation(error, 'P2002', 'UniqueConstraintViolation');
}

/** True when the referenced row does not exist. */
export function isForeignKeyViolation(error: unknown): boolean {
  return isViolation(error, 'P2003', 'ForeignKeyConstraintViolation');
}

/** True when the database aborted the transaction in favour of another one; it can be retried. */
export function isWriteConflict(error: unknown): boolean {
  return isViolation(error, 'P2034', 'TransactionWriteConflict');
}

/** For raw SQL, Prisma only reports that it failed (P2010); the adapter has the reason. */
function isViolation(error: unknown, code: string, kind: string): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return isSqliteRefusal(error, kind);
  if (error.code !== 'P2010') return error.code === code;
  const cause = error.meta?.driverAdapterError;
  return isDriverAdapterError(cause) && cause.cause.kind === kind;
}
