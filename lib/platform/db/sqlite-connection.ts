import { expandConfig } from '@libsql/core/config';
import Database from 'libsql';
import { LRUCache } from 'lru-cache';

/** What SQLite gives and takes. Integers outside of JavaScript's exact range are refused, not rounded. */
export type SqliteValue = string | number | bigint | null | ArrayBuffer;

export interface SqliteResult {
  readonly columns: readonly string[];
  /** As declared; empty for an expression. */
  readonly columnTypes: readonly string[];
  readonly rows: readonly SqliteValue[][];
  /** Of a statement that gives no rows. */
  readonly rowsAffected: number;
}

/** One connection to an SQLite file. Every call blocks until it is done. */
export interface SqliteConnection {
  execute(sql: string, args?: readonly unknown[]): SqliteResult;
  /** Several statements without arguments. */
  executeScript(sql: string): void;
  readonly inTransaction: boolean;
  close(): void;
}

type Statement = ReturnType<InstanceType<typeof Database>['prepare']>;

/** A prepared statement, and what does not change about it. */
interface Prepared {
  readonly statement: Statement;
  /** Null: it gives no rows. */
  readonly columns: readonly string[] | null;
  readonly columnTypes: readonly string[];
}

/** Prisma makes about a hundred; searches come in many shapes. */
const MAX_KEPT = 200;
const MAX_KEPT_SQL = 8_192;
/** A kept statement keeps a copy of its last arguments. */
const MAX_KEPT_ARGUMENTS = 64 * 1024;
/** Others are rare, or act while they are prepared (pragmas). */
const WORTH_KEEPING = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT|SAVEPOINT|RELEASE)\b/i;

function isWorthKeeping(sql: string): boolean {
  return sql.length <= MAX_KEPT_SQL && WORTH_KEEPING.test(sql);
}

/**
 * Opens a connection that prepares each statement once and keeps it: preparing took longer than most
 * statements do.
 *
 * @param url `file:/absolute/path`
 * @param timeout how long a statement waits for another process to release the file, in ms
 */
export function openSqlite(url: string, timeout: number): SqliteConnection {
  const { path } = expandConfig({ url }, true);
  const database = new Database(path, { timeout });
  const cache = new LRUCache<string, Prepared>({ max: MAX_KEPT });

  function prepare(sql: string): Prepared {
    const statement = database.prepare(sql);
    statement.safeIntegers(true);
    const columns = statement.columns();
    if (columns.length > 0) statement.raw(true);
    return {
      statement,
      columns: columns.length === 0 ? null : columns.map(({ name }) => name),
      columnTypes: columns.map(({ type }) => type ?? ''),
    };
  }

  function execute(sql: string, given: readonly unknown[] = []): SqliteResult {
    let size = 0;
    const args = given.map((value) => {
      if (typeof value === 'string') size += value.length;
      return toArgument(value);
    });
    const known = cache.get(sql);
    const mayStay = size <= MAX_KEPT_ARGUMENTS && (known !== undefined || isWorthKeeping(sql));
    const one = known ?? prepare(sql);
    try {
      const result = run(one, args);
      if (!mayStay) cache.delete(sql);
      else if (known === undefined) cache.set(sql, one);
      return result;
    } catch (error) {
      // It may count as open until it is collected.
      cache.delete(sql);
      throw error;
    }
  }

  return {
    execute,
    executeScript(sql) {
      // It may change tables.
      cache.clear();
      database.exec(sql);
    },
    get inTransaction() {
      return database.inTransaction;
    },
    close() {
      cache.clear();
      database.close();
    },
  };
}

function run({ statement, columns, columnTypes }: Prepared, args: unknown[]): SqliteResult {
  if (columns === null) {
    return { columns: [], columnTypes, rows: [], rowsAffected: statement.run(args).changes };
  }
  const rows = statement.all(args) as SqliteValue[][];
  for (const row of rows) {
    for (const [index, value] of row.entries()) {
      if (typeof value === 'bigint') row[index] = exactNumber(value);
      else if (value instanceof Uint8Array) row[index] = Uint8Array.from(value).buffer;
    }
  }
  return { columns, columnTypes, rows, rowsAffected: 0 };
}

function exactNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new RangeError("An integer in the database can't be represented exactly in JavaScript.");
  return number;
}

/** What the binding understands; it takes down the process for other types. */
function toArgument(value: unknown): string | number | bigint | null | Uint8Array {
  switch (typeof value) {
    case 'string':
    case 'bigint':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError('Only finite numbers can be stored.');
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      if (value === null) return null;
      if (value instanceof Date) return storedDate(value);
      if (value instanceof Uint8Array) return value;
      if (value instanceof ArrayBuffer) return new Uint8Array(value);
      throw new TypeError(`A value of this type can't be stored: ${typeof value}.`);
  }
}

/** As Prisma writes times. */
function storedDate(date: Date): string {
  return date.toISOString().replace('Z', '+00:00');
}

const CODES = {
  UniqueConstraintViolation: [1555, 2067],
  ForeignKeyConstraintViolation: [787, 1811],
} as const;

/** Whether SQLite refused a statement for this reason; the names are those of Prisma's adapters. */
export function isSqliteRefusal(error: unknown, kind: string): boolean {
  if (!(error instanceof Error) || !('rawCode' in error)) return false;
  const codes: readonly number[] = kind in CODES ? CODES[kind as keyof typeof CODES] : [];
  return codes.includes(Number(error.rawCode));
}
