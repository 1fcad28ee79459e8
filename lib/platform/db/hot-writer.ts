import type { Prisma } from './generated/sqlite/client';
import { fromStorable, toStorable } from './safe-text';
import type { SqliteConnection } from './sqlite-connection';

/**
 * A row as the database gives it, by column: the columns of `Converted` come in its own form (`asDate` and
 * `asBoolean` in ./hot.ts).
 */
export type HotRow<Row = Record<string, unknown>, Converted extends keyof Row = never> = Readonly<
  Omit<Row, Converted> & Record<Converted, unknown>
>;

/** Statements inside a transaction. */
export interface HotWriter {
  /** Returns the number of changed rows. */
  run(statement: Prisma.Sql): Promise<number>;
  /** The first row. */
  row<Row = HotRow>(statement: Prisma.Sql): Promise<Row | null>;
}

/** Statements on an SQLite connection; its transaction is the caller's. */
export function sqliteWriter(connection: SqliteConnection): HotWriter {
  return {
    run: async ({ sql, values }) => connection.execute(sql, values.map(storable)).rowsAffected,
    row: async (statement) => sqliteRow(connection, statement),
  };
}

/** The first row that a statement gives. */
export function sqliteRow<Row>(connection: SqliteConnection, { sql, values }: Prisma.Sql): Row | null {
  const { columns, rows } = connection.execute(sql, values.map(storable));
  const [row] = rows;
  if (row === undefined) return null;
  const named: Record<string, unknown> = {};
  for (const [index, name] of columns.entries()) {
    const value = row[index];
    named[name] = typeof value === 'string' ? fromStorable(value) : value;
  }
  return named as Row;
}

function storable(value: unknown): unknown {
  return typeof value === 'string' ? toStorable(value) : value;
}
