import { type Engine, quoted } from './engine';
import { openPostgres } from './postgres-engine';
import type { Argument, Row, Value } from './row-values';
import { openSqlite } from './sqlite-engine';
import { CopyError, type Table, type ValueKind } from './tables';

/** Where rows come from: a database as it was at one moment, or a backup. */
export interface RowSource {
  /** In the order in which their rows must be read. */
  readonly tables: readonly Table[];
  /** All rows, in batches of a few megabytes (one row may be larger). */
  rows(table: Table): AsyncIterable<readonly Row[]>;
}

export interface DatabaseReader extends RowSource {
  readonly kind: 'sqlite' | 'postgresql';
  /** Names of the applied migrations, in order. */
  readonly migrations: readonly string[];
  /** Call after everything was read: whether other programs changed the database meanwhile, or may have. */
  wasUsed(): Promise<boolean>;
  close(): Promise<void>;
}

/** One transaction: all rows are there after `commit`, or none after `close`. */
export interface DatabaseWriter extends RowSource {
  readonly kind: 'sqlite' | 'postgresql';
  insert(table: Table, rows: readonly Row[]): Promise<void>;
  /**
   * Raises the session version of everybody with an account to this one (or by one where it is that high already), so
   * that no session from before is open. Guests have no other way in and keep theirs.
   */
  raiseSessionVersions(version: number): Promise<void>;
  /** Returns a sentence about what failed when all rows were written already; null: nothing. */
  commit(): Promise<string | null>;
  close(): Promise<void>;
}

const KEYS_AT_ONCE = 500;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

function open(url: string): Promise<Engine> {
  return url.startsWith('file:') ? openSqlite(url) : openPostgres(url);
}

/** Opens a database to read all of it, as it is now. A server may go on using it. Throws `CopyError`. */
export async function openReader(url: string): Promise<DatabaseReader> {
  const engine = await open(url);
  try {
    await engine.beginReading();
    return {
      kind: engine.kind,
      tables: await engine.readTables(),
      migrations: await readMigrationNames(engine),
      rows: (table) => readRows(engine, table),
      wasUsed: () => engine.wasUsed(),
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Opens an empty, migrated database to fill it. Throws `CopyError` when it has rows or is in use. */
export async function openWriter(url: string): Promise<DatabaseWriter> {
  const engine = await open(url);
  try {
    const tables = await engine.readTables();
    await engine.beginWriting(tables);
    for (const { name } of tables) {
      const found = await engine.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
      if (found.length > 0) {
        throw new CopyError(
          `The target isn't empty: ${name} has rows. Nothing was written. Use a new database.`,
        );
      }
    }
    return {
      kind: engine.kind,
      tables,
      rows: (table) => readRows(engine, table),
      insert: (table, rows) => insertRows(engine, table, rows),
      raiseSessionVersions: async (version) => {
        await engine.query(
          `UPDATE "User" SET "sessionVersion" =
             CASE WHEN "sessionVersion" < ${version} THEN ${version} ELSE "sessionVersion" + 1 END
           WHERE NOT "isGuest"`,
        );
      },
      commit: async () => {
        await askForIndexing(engine);
        return engine.commit();
      },
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function readMigrationNames(engine: Engine): Promise<string[]> {
  const [[found] = []] = await engine.query(
    engine.kind === 'sqlite'
      ? `SELECT count(*) FROM sqlite_master WHERE "name" = '_prisma_migrations'`
      : `SELECT count(to_regclass('"_prisma_migrations"'))`,
  );
  if (Number(found) === 0) return [];
  const rows = await engine.query(
    `SELECT "migration_name" FROM "_prisma_migrations"
     WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`,
  );
  return rows.map(([name]) => String(name));
}

/**
 * The search index is not copied: this has the app index all runs anew, as after a change of the folding
 * (docs/decisions/0020). Part of the transaction, so that no interruption can leave runs that are not found.
 */
async function askForIndexing(engine: Engine): Promise<void> {
  const [[found] = []] = await engine.query(
    engine.kind === 'sqlite'
      ? `SELECT count(*) FROM sqlite_master WHERE "name" = 'RunReindex'`
      : `SELECT count(to_regclass('"RunReindex"'))`,
  );
  // Older versions do it with their own migration.
  if (Number(found) === 0) return;
  await engine.query(
    `INSERT INTO "RunReindex" ("id", "below") SELECT 1, max("position") + 1 FROM "Run" HAVING count(*) > 0`,
  );
}

/** Kinds whose values can be long. */
const LONG = new Set<ValueKind>(['text', 'json', 'bytes']);

/** Reads keys and sizes first, then the rows of as many keys as make a few megabytes. */
async function* readRows(engine: Engine, table: Table): AsyncGenerator<readonly Row[]> {
  let after: readonly Value[] | null = null;
  for (;;) {
    const page: SizedKey[] = await readKeys(engine, table, after);
    if (page.length === 0) return;
    for (let begin = 0; begin < page.length; ) {
      let bytes = 0;
      let end = begin;
      do bytes += page[end++]?.bytes ?? 0;
      while (end < page.length && bytes + (page[end]?.bytes ?? 0) <= BYTES_AT_ONCE);
      const upTo: readonly Value[] = page[end - 1]?.key ?? [];
      yield await readRange(engine, table, after, upTo);
      after = upTo;
      begin = end;
    }
  }
}

interface SizedKey {
  readonly key: readonly Value[];
  readonly bytes: number;
}

async function readKeys(engine: Engine, table: Table, after: readonly Value[] | null): Promise<SizedKey[]> {
  const keys = keyOf(table);
  const text = engine.kind === 'sqlite' ? '' : '::text';
  const sizes = table.columns
    .filter(({ kind }) => LONG.has(kind))
    .map(({ name }) => `coalesce(octet_length(${quoted(name)}${text}), 0)`);
  const { sql, args } = whereKey(engine, table, [['>', after]]);
  const rows = await engine.query(
    `SELECT ${namesOf(keys)}, ${['0', ...sizes].join(' + ')} FROM ${quoted(table.name)}${sql}
     ORDER BY ${namesOf(keys)} LIMIT ${KEYS_AT_ONCE}`,
    args,
  );
  return rows.map((row) => ({
    key: decoded(engine, table, keys, row),
    bytes: Number(row[keys.length]),
  }));
}

async function readRange(
  engine: Engine,
  table: Table,
  after: readonly Value[] | null,
  upTo: readonly Value[],
): Promise<Row[]> {
  const { sql, args } = whereKey(engine, table, [
    ['>', after],
    ['<=', upTo],
  ]);
  const rows = await engine.query(
    `SELECT ${namesOf(table.columns)} FROM ${quoted(table.name)}${sql} ORDER BY ${namesOf(keyOf(table))}`,
    args,
  );
  return rows.map((row) => decoded(engine, table, table.columns, row));
}

type Bound = readonly [operator: '>' | '<=', key: readonly Value[] | null];

function whereKey(engine: Engine, table: Table, bounds: readonly Bound[]): { sql: string; args: Argument[] } {
  const keys = keyOf(table);
  const args: Argument[] = [];
  const conditions = bounds.flatMap(([operator, key]) => {
    if (key === null) return [];
    const places = keys.map(({ kind }, at) => {
      args.push(engine.values.toDatabase(kind, key[at] ?? null));
      return engine.placeholder(args.length - 1);
    });
    return [`(${namesOf(keys)}) ${operator} (${places.join(', ')})`];
  });
  return { sql: conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`, args };
}

async function insertRows(engine: Engine, table: Table, rows: readonly Row[]): Promise<void> {
  const width = table.columns.length;
  const atOnce = Math.max(1, Math.floor(engine.maxArguments / width));
  for (let begin = 0; begin < rows.length; begin += atOnce) {
    const some = rows.slice(begin, begin + atOnce);
    const places = some.map(
      (_, row) => `(${table.columns.map((_column, at) => engine.placeholder(row * width + at)).join(', ')})`,
    );
    await engine.query(
      `INSERT INTO ${quoted(table.name)} (${namesOf(table.columns)}) VALUES ${places.join(', ')}`,
      some.flatMap((row) =>
        table.columns.map(({ kind }, at) => engine.values.toDatabase(kind, row[at] ?? null)),
      ),
    );
  }
}

function keyOf(table: Table): Table['columns'] {
  if (table.primaryKey.length === 0) throw new CopyError(`Can't copy ${table.name}: it has no primary key.`);
  return table.primaryKey.flatMap((name) => table.columns.filter((column) => column.name === name));
}

function namesOf(columns: Table['columns']): string {
  return columns.map(({ name }) => quoted(name)).join(', ');
}

function decoded(engine: Engine, table: Table, columns: Table['columns'], row: readonly unknown[]): Value[] {
  return columns.map(({ name, kind }, at) => {
    try {
      return engine.values.fromDatabase(kind, row[at]);
    } catch (error) {
      if (!(error instanceof CopyError)) throw error;
      throw new CopyError(`Can't copy ${table.name}: ${error.message} (in ${name}).`);
    }
  });
}
