/**
 * The tables that a copy of the data consists of, as a database's own catalogue lists them: a new table or column
 * is copied without a change here.
 */

/** What a column holds, whichever database it is in. */
export type ValueKind = 'text' | 'integer' | 'bigint' | 'float' | 'boolean' | 'date' | 'json' | 'bytes';

export interface Column {
  readonly name: string;
  readonly kind: ValueKind;
}

export interface Table {
  readonly name: string;
  /** Sorted by name: migrations added them in a different order on each database. */
  readonly columns: readonly Column[];
  /** Names of its columns, in the key's order. */
  readonly primaryKey: readonly string[];
}

/** The data can't be copied, or a copy is not what it was made from. Its message says what to do. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
}

/**
 * Not copied: the search indexes, under their names of all versions, since the app makes them again from the runs;
 * the list of migrations, which each database has for itself; and the servers that use a database now. A name also covers the tables that FTS5 creates
 * for it (`name_data` …).
 */
const NOT_COPIED = [
  'RunSearchIndex',
  'RunTrigramIndex',
  'RunSearchIndexOld',
  'RunTrigramIndexOld',
  'RunSearchRow',
  'RunSearchTerm',
  'RunWords',
  'RunPieces',
  'RunUnindexed',
  'RunReindex',
  '_prisma_migrations',
  'ServerProcess',
  'sqlite',
];

export function isCopied(table: string): boolean {
  return !NOT_COPIED.some((name) => table === name || table.startsWith(`${name}_`));
}

export function byName<Named extends { readonly name: string }>(list: readonly Named[]): Named[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Throws unless both sides have the same tables with the same columns. */
export function requireSameTables(from: readonly Table[], to: readonly Table[]): void {
  const difference = firstDifference(from.map(describe), to.map(describe));
  if (difference === null) return;
  throw new CopyError(
    `The two databases have different tables, so they belong to different versions of this app: ${difference}.`,
  );
}

function describe({ name, columns, primaryKey }: Table): string {
  return `${name} (${columns.map((column) => `${column.name} ${column.kind}`).join(', ')}; key ${primaryKey.join(', ')})`;
}

function firstDifference(from: readonly string[], to: readonly string[]): string | null {
  const only = from.find((table) => !to.includes(table)) ?? to.find((table) => !from.includes(table));
  return only === undefined ? null : `only one of them has ${only}`;
}
