import { existsSync } from 'node:fs';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { makeFilesPrivate, protectDatabase } from '../private-files';
import { type Engine, quoted } from './engine';
import { SQLITE_VALUES } from './row-values';
import { byName, CopyError, isCopied, type Table, type ValueKind } from './tables';

const BUSY_TIMEOUT_MS = 5000;

const KINDS: Record<string, ValueKind> = {
  TEXT: 'text',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  REAL: 'float',
  BOOLEAN: 'boolean',
  DATETIME: 'date',
  JSONB: 'json',
  BLOB: 'bytes',
};

/** @param url `file:/absolute/path`, of a file that exists */
export async function openSqlite(url: string): Promise<Engine> {
  const file = url.slice('file:'.length);
  // Opening would create it.
  if (!existsSync(file)) throw new CopyError(`No database found at ${file}.`);
  makeFilesPrivate();
  await protectDatabase(file);
  const config = { url, timeout: BUSY_TIMEOUT_MS, intMode: 'bigint' as const };
  const client = new PrismaLibSql(config).createClient(config);
  let triggers: string[] = [];
  let isWriting = false;
  let versionBefore: unknown;

  const query: Engine['query'] = async (sql, args = []) => {
    try {
      const { rows, columns } = await client.execute({ sql, args: [...args] });
      return rows.map((row) => columns.map((_, at) => row[at]));
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
        throw new CopyError(
          `Another program is using ${file}. Stop the server that uses it, then try again.`,
        );
      }
      throw error;
    }
  };

  return {
    kind: 'sqlite',
    values: SQLITE_VALUES,
    maxArguments: 30_000,
    placeholder: () => '?',
    query,
    async readTables() {
      const names = await query(`SELECT "name" FROM sqlite_master WHERE "type" = 'table'`);
      const tables = names.map(([name]) => String(name)).filter(isCopied);
      return byName(await Promise.all(tables.map((name) => readTable(query, name))));
    },
    async beginReading() {
      versionBefore = (await query('PRAGMA data_version'))[0]?.[0];
      await query('BEGIN');
      // The snapshot begins with the first read.
      await query('SELECT 1 FROM sqlite_master LIMIT 1');
    },
    async wasUsed() {
      await query('COMMIT');
      return (await query('PRAGMA data_version'))[0]?.[0] !== versionBefore;
    },
    async beginWriting() {
      await query('PRAGMA foreign_keys = OFF');
      await query('BEGIN IMMEDIATE');
      isWriting = true;
      const found = await query(`SELECT "name", "sql" FROM sqlite_master WHERE "type" = 'trigger'`);
      triggers = found.map(([, sql]) => String(sql));
      for (const [name] of found) await query(`DROP TRIGGER ${quoted(String(name))}`);
    },
    async commit() {
      for (const sql of triggers) await query(sql);
      const broken = await query('PRAGMA foreign_key_check');
      if (broken.length > 0) {
        const what =
          broken.length === 1
            ? '1 row references a missing row,'
            : `${broken.length} rows reference missing rows, the first`;
        throw new CopyError(`${what} in ${broken[0]?.[0]}. Nothing was written.`);
      }
      await query('COMMIT');
      isWriting = false;
      // The log holds everything a second time.
      await query('PRAGMA wal_checkpoint(TRUNCATE)');
      return null;
    },
    async close() {
      if (isWriting) await query('ROLLBACK').catch(() => {});
      client.close();
    },
  };
}

async function readTable(query: Engine['query'], name: string): Promise<Table> {
  const rows = await query(`SELECT "name", "type", "pk" FROM pragma_table_info(?) ORDER BY "pk"`, [name]);
  const columns = rows.map(([column, type]) => {
    const kind = KINDS[String(type)];
    if (kind === undefined) throw new CopyError(`Can't copy ${name}.${column} of type ${type}.`);
    return { name: String(column), kind };
  });
  const primaryKey = rows.filter(([, , key]) => key !== 0n).map(([column]) => String(column));
  return { name, columns: byName(columns), primaryKey };
}
