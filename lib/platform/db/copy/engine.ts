import type { Argument, ValueCodec } from './row-values';
import type { Table } from './tables';

/**
 * One connection to one database, and what differs between the two kinds. Not Prisma's client: values must be
 * copied as they are stored, and every statement must be in one transaction.
 */
export interface Engine {
  readonly kind: 'sqlite' | 'postgresql';
  readonly values: ValueCodec;
  /** Arguments that one statement may have. */
  readonly maxArguments: number;
  /** `?`, or `$1` for the first. */
  placeholder(at: number): string;
  /** Rows as lists of values, in the order of the columns. */
  query(sql: string, args?: readonly Argument[]): Promise<unknown[][]>;
  /** The tables of this database that are copied, sorted by name. */
  readTables(): Promise<Table[]>;
  /** Begins a transaction that sees the data of one moment, while others write. */
  beginReading(): Promise<void>;
  /** Whether another program changed this database since `beginReading`, or may have. Ends the transaction. */
  wasUsed(): Promise<boolean>;
  /** Begins the one transaction of a copy, with triggers and foreign keys off. */
  beginWriting(tables: readonly Table[]): Promise<void>;
  /** Puts triggers and foreign keys back, checks all references, commits. Returns a sentence about what failed after that; null: nothing. */
  commit(): Promise<string | null>;
  /** Rolls back what was not committed. */
  close(): Promise<void>;
}

/** Quotes a name of a table or column. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
