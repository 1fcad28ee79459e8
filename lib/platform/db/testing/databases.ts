import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { temporaryFolder } from './temporary-folder';

export interface TestDatabase {
  /** For `DATABASE_URL`. */
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty SQLite file in its own folder. */
export async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = await temporaryFolder('playground-sqlite-');
  return {
    url: `file:${path.join(folder, 'test.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An empty database on the server of `serverUrl`, with the locale's letters. */
export async function createPostgresDatabase(
  serverUrl: string,
  { ctype }: { readonly ctype?: string } = {},
): Promise<TestDatabase> {
  const locale = ctype === undefined ? '' : ` LC_COLLATE 'C' LC_CTYPE '${ctype}' TEMPLATE template0`;
  return postgresDatabase(serverUrl, `test_${randomUUID().replaceAll('-', '')}`, locale);
}

/** The database of that name on the server of `serverUrl`; created empty if it does not exist. */
export async function postgresDatabase(serverUrl: string, name: string, options = ''): Promise<TestDatabase> {
  await runOnServer(serverUrl, `CREATE DATABASE "${name}"${options}`).catch((error) => {
    if (error.code !== DUPLICATE_DATABASE) throw error;
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  // On a busy machine, a connection of the pool may take long to open.
  url.searchParams.set('connect_timeout', '170');
  return { url: url.href, drop: () => runOnServer(serverUrl, `DROP DATABASE "${name}" WITH (FORCE)`) };
}

const DUPLICATE_DATABASE = '42P04';

async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
