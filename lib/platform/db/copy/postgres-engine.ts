import { PostgresAdapterFactory } from '../postgres-adapter';
import { type Engine, quoted } from './engine';
import { POSTGRES_VALUES } from './row-values';
import { byName, CopyError, isCopied, type Table, type ValueKind } from './tables';

const KINDS: Record<string, ValueKind> = {
  text: 'text',
  // The enumerations of the schema.
  'USER-DEFINED': 'text',
  integer: 'integer',
  bigint: 'bigint',
  'double precision': 'float',
  boolean: 'boolean',
  'timestamp without time zone': 'date',
  json: 'json',
  bytea: 'bytes',
};

/** Every value as the text that Postgres sent. */
const TEXTS = { getTypeParser: () => (text: string) => text };

/** @param url `postgresql://…`, with the parameters that `DATABASE_URL` may have */
export async function openPostgres(url: string): Promise<Engine> {
  const factory = new PostgresAdapterFactory(url, { max: 1, idleTimeoutMillis: 0 });
  const adapter = await factory.connect();
  // One connection, held to the end: a pool would replace a broken one, and go on outside of the transaction.
  const client = await adapter
    .underlyingDriver()
    .connect()
    .catch(async (error: Error) => {
      await adapter.dispose();
      throw new CopyError(`Can't connect to ${withoutPassword(url)}: ${error.message}`);
    });
  // The statement that is running, or the next one, fails with a better message than this event has.
  client.on('error', () => {});
  let foreignKeys: string[][] = [];
  let writing: readonly Table[] = [];

  const query: Engine['query'] = async (sql, args = []) => {
    const { rows } = await client.query<unknown[]>({
      text: sql,
      values: [...args],
      rowMode: 'array',
      types: TEXTS,
    });
    return rows;
  };

  return {
    kind: 'postgresql',
    values: POSTGRES_VALUES,
    maxArguments: 60_000,
    placeholder: (at) => `$${at + 1}`,
    query,
    async readTables() {
      const names = await query(
        `SELECT table_name FROM information_schema.tables
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
      );
      const tables: Table[] = [];
      for (const [name] of names) {
        if (isCopied(String(name))) tables.push(await readTable(query, String(name)));
      }
      return byName(tables);
    },
    async beginReading() {
      await query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await query('SELECT 1');
    },
    async wasUsed() {
      await query('COMMIT');
      // Postgres does not say who wrote what, but a server always has a connection.
      const [[others] = []] = await query(
        `SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
      );
      return others !== '0';
    },
    async beginWriting(tables) {
      await query('BEGIN');
      writing = tables;
      foreignKeys = (await query(
        `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
      )) as string[][];
      for (const [table, name] of foreignKeys) {
        await query(`ALTER TABLE ${table} DROP CONSTRAINT ${quoted(String(name))}`);
      }
      for (const { name } of tables) await query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    },
    async commit() {
      for (const { name } of writing) await query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
      // Adding a foreign key checks every row, in one join and not row by row.
      for (const [table, name, definition] of foreignKeys) {
        await query(`ALTER TABLE ${table} ADD CONSTRAINT ${quoted(String(name))} ${definition}`).catch(
          (error: Error) => {
            throw new CopyError(`Rows reference missing rows (${error.message}). Nothing was written.`);
          },
        );
      }
      await query('COMMIT');
      try {
        // Without statistics the first searches would read whole tables.
        for (const { name } of writing) await query(`ANALYZE ${quoted(name)}`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return `All rows were written, but Postgres has no statistics for them yet (${reason}). Searches can be slow until you run ANALYZE on the database.`;
      }
      return null;
    },
    async close() {
      // A connection that ends rolls back.
      client.release(true);
      await adapter.dispose();
    },
  };
}

async function readTable(query: Engine['query'], name: string): Promise<Table> {
  const columns = await query(
    `SELECT column_name, data_type FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1`,
    [name],
  );
  const key = await query(
    `SELECT a.attname FROM pg_index AS i
     CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, at)
     JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indisprimary AND i.indrelid = to_regclass($1) ORDER BY k.at`,
    [quoted(name)],
  );
  return {
    name,
    columns: byName(
      columns.map(([column, type]) => {
        const kind = KINDS[String(type)];
        if (kind === undefined) throw new CopyError(`Can't copy ${name}.${column} of type ${type}.`);
        return { name: String(column), kind };
      }),
    ),
    primaryKey: key.map(([column]) => String(column)),
  };
}

function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
