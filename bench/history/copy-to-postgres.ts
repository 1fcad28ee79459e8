import Database from 'libsql';
import { indexRuns } from '@/lib/history/db/search/index-runs';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';

/** Runs written, and indexed, in one transaction. */
const BATCH = 500;
/** What searches read. What counts for quotas (`StoredItem`) is left out. */
const TABLES = ['Run', 'RunChoice', 'RunTag', 'RunSearchIndex'];

/**
 * Fills Postgres from a filled SQLite file, several times as fast as it is made anew: without triggers, and with
 * the indexes built at the end. Goes on where it was interrupted. False, and nothing done: the file has not that many
 * runs, or Postgres has some that are not copies.
 * @param file path of the SQLite file
 */
export async function copyToPostgres(
  file: string,
  count: number,
  onProgress: (made: number) => void,
): Promise<boolean> {
  const db = getDb();
  const source = new Database(file, { readonly: true });
  try {
    const [there] = await db.$queryRaw<{ runs: number; isBegun: boolean }[]>`
      SELECT (SELECT count(*)::integer FROM "Run") AS "runs", to_regclass('"DroppedIndex"') IS NOT NULL AS "isBegun"`;
    const made = there?.runs ?? 0;
    if (countOf(source) !== count || (made > 0 && !there?.isBegun)) return false;
    await insert(db, 'User', source.prepare('SELECT * FROM "User"').all());
    await dropIndexes();
    for (const table of TABLES) await db.$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
    const runs = source.prepare('SELECT * FROM "Run" WHERE rowid > ? AND rowid <= ? ORDER BY rowid');
    const partsOf = (table: string) =>
      source.prepare(
        `SELECT part.* FROM "Run" AS run JOIN "${table}" AS part ON part."runId" = run."id"
         WHERE run.rowid > ? AND run.rowid <= ? ORDER BY run.rowid`,
      );
    const choices = partsOf('RunChoice');
    const tags = partsOf('RunTag');
    for (let begin = made; begin < count; ) {
      const end = Math.min(begin + BATCH, count);
      const batch = runs.all(begin, end) as Row[];
      await db.$transaction(async (transaction) => {
        await insert(transaction, 'Run', batch);
        await insert(transaction, 'RunChoice', choices.all(begin, end));
        await insert(transaction, 'RunTag', tags.all(begin, end));
        await indexRuns(
          transaction,
          batch.map(({ id }) => String(id)),
        );
      });
      begin = end;
      onProgress(begin);
    }
    for (const table of TABLES) await db.$executeRawUnsafe(`ALTER TABLE "${table}" ENABLE TRIGGER USER`);
    await buildIndexes();
    return true;
  } finally {
    source.close();
  }
}

type Row = Record<string, unknown>;

function countOf(source: Database.Database): number {
  return Number((source.prepare('SELECT count(*) AS "count" FROM "Run"').get() as Row).count);
}

/** Columns with the same names on both databases; the type of each is Postgres' own. */
async function insert(
  db: Pick<Prisma.TransactionClient, '$executeRawUnsafe'>,
  table: string,
  rows: readonly unknown[],
): Promise<void> {
  await db.$executeRawUnsafe(
    `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json) ON CONFLICT DO NOTHING`,
    JSON.stringify(rows.map(withJson)),
  );
}

const JSON_COLUMNS = new Set(
  'request retries usage timings error response attempts branch pace cost price tokens'.split(' '),
);

function withJson(row: unknown): Row {
  return Object.fromEntries(
    Object.entries(row as Row).map(([column, value]) =>
      JSON_COLUMNS.has(column) && typeof value === 'string' ? [column, JSON.parse(value)] : [column, value],
    ),
  );
}

/** All but the keys, which writing needs. Noted in a table, since this may be interrupted. */
async function dropIndexes(): Promise<void> {
  const db = getDb();
  await db.$executeRaw`
    CREATE TABLE IF NOT EXISTS "DroppedIndex" AS
    SELECT indexname AS "name", indexdef AS "definition" FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename IN (${Prisma.join(TABLES)})
      AND indexname NOT LIKE '%\_pkey' AND indexname <> 'RunSearchIndex_runId_key'`;
  for (const { name } of await droppedIndexes()) await db.$executeRawUnsafe(`DROP INDEX IF EXISTS "${name}"`);
}

async function buildIndexes(): Promise<void> {
  const db = getDb();
  for (const { name, definition } of await droppedIndexes()) {
    const begun = performance.now();
    await db.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SET LOCAL maintenance_work_mem = '1GB'`;
        await transaction.$executeRawUnsafe(definition);
        await transaction.$executeRaw`DELETE FROM "DroppedIndex" WHERE "name" = ${name}`;
      },
      { timeout: 3_600_000 },
    );
    console.log(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
  await db.$executeRaw`DROP TABLE "DroppedIndex"`;
}

async function droppedIndexes(): Promise<{ name: string; definition: string }[]> {
  return getDb().$queryRaw`SELECT "name", "definition" FROM "DroppedIndex"`;
}
