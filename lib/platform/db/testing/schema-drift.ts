import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { PostgresAdapterFactory } from '../postgres-adapter';
import { withSchemaEngine } from '../schema-engine';
import { SqliteAdapterFactory } from '../sqlite-adapter';

/**
 * Tables, columns and indexes that migrations create by hand because a Prisma schema cannot express them
 * (full-text search). A name also covers everything that begins with it and an underscore (FTS5 creates
 * `name_data`, `name_idx` …).
 *
 * Trap: on SQLite Prisma makes most changes by rebuilding the table, and a rebuilt table has lost its
 * hand-written triggers. A migration that contains `RedefineTables` must create them again.
 */
const MADE_BY_HAND: Record<'sqlite' | 'postgresql', readonly string[]> = {
  sqlite: [
    'RunSearchIndex',
    'RunTrigramIndex',
    'RunSearchIndexOld',
    'RunTrigramIndexOld',
    'RunSearchRow',
    'RunSearchTerm',
    'RunFigures',
    'RunUnindexed',
    'RunReindex',
  ],
  postgresql: ['RunSearchIndex', 'RunUnindexed', 'RunReindex'],
};

/** Indexes of SQLite with a condition, which a Prisma schema cannot express: it has them without. */
const WITH_CONDITION = [
  'Run_userId_idempotencyKey_key',
  'Run_userId_originId_key',
  'Run_parentId_idx',
  'Run_comparisonId_cell_idx',
  'Run_deletedAt_idx',
];

/** The statements that would make the database match the schema; empty when it does. */
export async function schemaDrift(
  databaseUrl: string,
  { alsoByHand = [] }: { alsoByHand?: readonly string[] } = {},
): Promise<string[]> {
  const kind = databaseUrl.startsWith('file:') ? 'sqlite' : 'postgresql';
  const schema = kind === 'sqlite' ? 'schema.prisma' : 'schema.postgresql.prisma';
  const content = await readFile(path.join(process.cwd(), 'prisma', schema), 'utf8');
  const factory = kind === 'sqlite' ? new WholeIndexes(databaseUrl) : new CatalogReader(databaseUrl);
  const files = [{ path: schema, content }];
  const { stdout } = await withSchemaEngine(factory, undefined, (engine) =>
    engine.diff({
      // For an engine with an adapter, "the database of this schema" is whatever the adapter is connected to.
      from: { tag: 'schemaDatasource', files, configDir: '' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return splitDiff(stdout ?? '').filter(
    (statement) =>
      !removesOneOf([...MADE_BY_HAND[kind], ...alsoByHand], statement) &&
      !(kind === 'sqlite' && createsOneOf(WITH_CONDITION, statement)),
  );
}

/** The engine writes a comment (`-- CreateTable`) before each step. */
function splitDiff(script: string): string[] {
  return script
    .split(/^(?=-- \w+)/m)
    .map((step) => step.trim())
    .filter((step) => step !== '' && step !== '-- This is an empty migration.');
}

function removesOneOf(names: readonly string[], statement: string): boolean {
  const dropped = /\b(?:DROP (?:TABLE|COLUMN|INDEX)|ALTER TABLE(?= "\w+" DROP CONSTRAINT)) "(\w+)"/.exec(
    statement,
  )?.[1];
  return names.some((name) => dropped === name || dropped?.startsWith(`${name}_`));
}

function createsOneOf(indexes: readonly string[], statement: string): boolean {
  return indexes.some((index) => statement.includes(`INDEX "${index}" ON`));
}

/** Without the indexes that have a condition: Prisma's engine means to read past them, and fails. */
class WholeIndexes extends SqliteAdapterFactory {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const partial = result.columnNames.indexOf('partial');
      if (!query.sql.startsWith('PRAGMA index_list') || partial === -1) return result;
      return { ...result, rows: result.rows.filter((row) => Number(row[partial]) === 0) };
    };
    return adapter;
  }
}

/** `"char"`, the one-byte type of Postgres' own catalogue. */
const CATALOG_CHAR = 18;

/** Prisma's adapter does not know the type `"char"`, though Prisma's engine reads the catalogue through it. */
class CatalogReader extends PostgresAdapterFactory {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const { fields } = await adapter.underlyingDriver().query({ text: query.sql, values: query.args });
      const chars = fields.flatMap((field, index) => (field.dataTypeID === CATALOG_CHAR ? [index] : []));
      if (chars.length === 0) return queryRaw(query);
      const columns = fields.map((_, index) => `c${index}${chars.includes(index) ? '::text' : ''}`);
      const names = fields.map((_, index) => `c${index}`);
      const sql = `SELECT ${columns.join()} FROM (${query.sql.replace(/;\s*$/, '')}) AS q(${names.join()})`;
      const result = await queryRaw({ ...query, sql });
      result.columnNames = fields.map((field) => field.name);
      for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  }
}
