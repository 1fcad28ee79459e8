import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { env } from '@/lib/platform/env/env';
import { getDb } from './client';
import { type MigrationFile, migrationFolder, readMigrations } from './migration-files';
import { inMigrationTransaction } from './migration-transaction';
import { type SchemaEngineAdapter, withSchemaEngine } from './schema-engine';

/** The database could not be migrated to this version of the app; it is unchanged. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Migrates the database of `DATABASE_URL` to this version and returns the names of the applied migrations;
 * empty when it is up to date. Safe to call from several processes at once. Throws `MigrationError`, with a
 * sentence for the server's owner, when a migration fails (then none of the pending ones is applied) and when
 * the database was written by a newer version of the app. `migrations` is for tests.
 */
export async function migrate(migrations?: readonly MigrationFile[]): Promise<string[]> {
  await makeDatabaseFolder();
  const known = migrations ?? (await readMigrations(env.databaseKind));
  if (known.length === 0) {
    throw new MigrationError(`No migrations found in ${migrationFolder(env.databaseKind)}.`);
  }
  const applied = await appliedMigrations();
  refuseNewerDatabase(known, applied);
  if (known.every(({ name }) => applied.includes(name))) return [];
  return inMigrationTransaction(env.databaseUrl, (factory) => applyMigrations(factory, known));
}

/** Names of the applied migrations, in order. Empty for an empty database. */
export async function appliedMigrations(): Promise<string[]> {
  const db = getDb();
  const tables =
    env.databaseKind === 'sqlite'
      ? await db.$queryRaw<unknown[]>`SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`
      : await db.$queryRaw<unknown[]>`SELECT 1 FROM information_schema.tables
          WHERE table_name = '_prisma_migrations' AND table_schema = ANY (current_schemas(false))`;
  if (tables.length === 0) return [];
  const rows = await db.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM "_prisma_migrations"
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL
    ORDER BY migration_name`;
  return rows.map((row) => row.migration_name);
}

/** Whether the database answers and has every migration that this version knows. Never throws. */
export async function databaseIsReady(): Promise<boolean> {
  try {
    const [known, applied] = await Promise.all([migrationNames(env.databaseKind), appliedMigrations()]);
    return known.length > 0 && known.every((name) => applied.includes(name));
  } catch {
    return false;
  }
}

const namesByKind = new Map<string, Promise<readonly string[]>>();

/** Those that this version knows, read once: anybody may ask for the server's health, again and again. */
function migrationNames(kind: 'sqlite' | 'postgresql'): Promise<readonly string[]> {
  const known = namesByKind.get(kind);
  if (known) return known;
  const names = readMigrations(kind).then((migrations) => migrations.map(({ name }) => name));
  namesByKind.set(kind, names);
  names.catch(() => namesByKind.delete(kind));
  return names;
}

async function makeDatabaseFolder(): Promise<void> {
  if (env.databaseKind !== 'sqlite') return;
  const folder = path.dirname(env.databaseUrl.slice('file:'.length));
  await mkdir(/* turbopackIgnore: true */ folder, { recursive: true, mode: 0o700 }).catch((error) => {
    throw new MigrationError(`Can't create the database folder ${folder}: ${error.message}.`);
  });
}

function refuseNewerDatabase(known: readonly MigrationFile[], applied: readonly string[]): void {
  const unknown = applied.filter((name) => !known.some((migration) => migration.name === name));
  if (unknown.length === 0) return;
  throw new MigrationError(
    `The database was created by a newer version of this app (it has the ${
      unknown.length === 1 ? 'migration' : 'migrations'
    } ${unknown.join(', ')}). Run that version or later, or use another database.`,
  );
}

async function applyMigrations(
  factory: SchemaEngineAdapter,
  known: readonly MigrationFile[],
): Promise<string[]> {
  const folder = migrationFolder(env.databaseKind);
  const failure: { name?: string; message?: string } = {};
  try {
    return await withSchemaEngine(rememberFailure(factory, known, failure), undefined, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        filters: { externalTables: [], externalEnums: [] },
        migrationsList: {
          baseDir: folder,
          lockfile: {
            path: 'migration_lock.toml',
            content: `provider = "${env.databaseKind}"\n`,
          },
          shadowDbInitScript: '',
          migrationDirectories: known.map(({ name, sql }) => ({
            path: name,
            migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
          })),
        },
      });
      return appliedMigrationNames;
    });
  } catch (error) {
    const message = failure.message ?? (error instanceof Error ? error.message : String(error));
    const what = failure.name === undefined ? 'The migration' : `The migration ${failure.name}`;
    throw new MigrationError(`${what} failed. The database is unchanged: ${message}`, {
      cause: error,
    });
  }
}

/**
 * The engine reports a failed script by writing to the database, which an aborted Postgres transaction
 * refuses: that second error would hide the first. So the first is remembered here, with its migration.
 */
function rememberFailure(
  factory: SchemaEngineAdapter,
  known: readonly MigrationFile[],
  failure: { name?: string; message?: string },
): SchemaEngineAdapter {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    connect: async () => {
      const adapter = await factory.connect();
      const executeScript = adapter.executeScript.bind(adapter);
      adapter.executeScript = async (script) => {
        try {
          await executeScript(script);
        } catch (error) {
          failure.name ??= known.find(({ sql }) => sql === script)?.name;
          failure.message ??= error instanceof Error ? error.message : String(error);
          throw error;
        }
      };
      return adapter;
    },
  };
}
