import { getDb, sqliteConnections } from './client';
import type { Prisma } from './generated/sqlite/client';
import { type HotRow, type HotWriter, sqliteRow } from './hot-writer';

/**
 * The few statements that every request and every run needs. On SQLite they pass Prisma by: its client takes
 * longer than the database does, and every one of its queries waits for whatever transaction is going on. On
 * Postgres, where a query waits for the network anyhow, they are Prisma's raw queries.
 * docs/decisions/0039 has the reasons.
 */

export type { HotRow, HotWriter } from './hot-writer';

/** The first row that a SELECT finds, of what is committed. */
export async function hotRow<Row = HotRow>(statement: Prisma.Sql): Promise<Row | null> {
  const sqlite = await sqliteConnections();
  if (sqlite !== null) {
    await sqlite.yieldToEventLoop();
    return sqliteRow(sqlite.reader, statement);
  }
  return (await getDb().$queryRaw<Row[]>(statement))[0] ?? null;
}

/**
 * One statement that writes; resolves when it is committed, with the number of changed rows. On SQLite it
 * shares the commit with others.
 */
export async function hotRun(statement: Prisma.Sql): Promise<number> {
  const sqlite = await sqliteConnections();
  if (sqlite !== null) return sqlite.group.write((db) => db.run(statement), true);
  return getDb().$executeRaw(statement);
}

/**
 * A transaction, which on SQLite shares its commit with others; resolves when it is committed. `work` may only
 * wait for its own statements, and may be called again when it could not be committed.
 */
export async function hotTransaction<Result>(work: (db: HotWriter) => Promise<Result>): Promise<Result> {
  const sqlite = await sqliteConnections();
  if (sqlite !== null) return sqlite.group.write(work);
  return getDb().$transaction((db) =>
    work({
      run: (statement) => db.$executeRaw(statement),
      row: async <Row>(statement: Prisma.Sql) => (await db.$queryRaw<Row[]>(statement))[0] ?? null,
    }),
  );
}

/** A time; SQLite has it as text. */
export function asDate(value: unknown): Date {
  return value instanceof Date ? value : new Date(String(value));
}

/** SQLite has 0 and 1. */
export function asBoolean(value: unknown): boolean {
  return value === true || value === 1;
}

/** For a JSON column; null becomes the database's NULL. */
export function jsonText(value: object | null | undefined): string | null {
  return value == null ? null : JSON.stringify(value);
}
