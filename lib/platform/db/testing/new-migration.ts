import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceEnv } from '@/lib/platform/env/env';
import { closeDb } from '../client';
import { migrate } from '../migrate';
import { migrationFolder, readMigrations } from '../migration-files';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './databases';
import { startPostgres } from './postgres-server';
import { schemaDrift } from './schema-drift';
import { testEnvironment } from './test-environment';

/**
 * Writes the next migration for both databases: builds an empty database of each kind from the existing
 * migrations, and writes the difference to the schema. (The engine's own `createMigration` needs a shadow
 * database and fails on SQLite.) A kind without differences gets no migration.
 */
export async function writeMigration(name: string, say: (line: string) => void): Promise<void> {
  const folder = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
  await writeFor('sqlite', await createSqliteDatabase(), folder, say);
  const server = await startPostgres();
  try {
    await writeFor('postgresql', await createPostgresDatabase(server.url), folder, say);
  } finally {
    await server.stop();
  }
}

async function writeFor(
  kind: 'sqlite' | 'postgresql',
  database: TestDatabase,
  name: string,
  say: (line: string) => void,
): Promise<void> {
  try {
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    if ((await readMigrations(kind)).length > 0) await migrate();
    const missing = await schemaDrift(database.url);
    if (missing.length === 0) {
      say(`${kind}: the migrations already match the schema`);
      return;
    }
    const folder = path.join(migrationFolder(kind), name);
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(migrationFolder(kind), 'migration_lock.toml'),
      `# Tells Prisma's CLI which database these migrations are for.\nprovider = "${kind}"\n`,
    );
    await writeFile(path.join(folder, 'migration.sql'), `${missing.join('\n\n')}\n`);
    say(`${kind}: wrote ${path.relative(process.cwd(), folder)}. Read it before you commit it.`);
  } finally {
    await closeDb();
    await database.drop();
  }
}
