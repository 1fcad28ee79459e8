import { existsSync } from 'node:fs';
import { forgetQueues } from '../../lib/compare/db/keep-queue';
import { indexAllRuns } from '../../lib/history/server/search-indexing';
import { closeDb } from '../../lib/platform/db/client';
import { copyRows } from '../../lib/platform/db/copy/copy-rows';
import { openBackup } from '../../lib/platform/db/copy/read-backup';
import type { Proof } from '../../lib/platform/db/copy/row-digest';
import {
  type DatabaseWriter,
  openReader,
  openWriter,
  type RowSource,
} from '../../lib/platform/db/copy/row-store';
import { CopyError } from '../../lib/platform/db/copy/tables';
import { withoutKeys } from '../../lib/platform/db/copy/without-keys';
import { migrate } from '../../lib/platform/db/migrate';
import { type MigrationFile, readMigrations } from '../../lib/platform/db/migration-files';
import { absoluteDatabaseUrl, env } from '../../lib/platform/env/env';

/** `npm run move-database` and `npm run restore`: both fill the empty database of `DATABASE_URL`. */

type Say = (line: string) => void;
type Kind = 'sqlite' | 'postgresql';

/** Copies everything from the database at `from` into that of `DATABASE_URL`. Throws `CopyError`. */
export async function moveDatabase(from: string, say: Say): Promise<void> {
  const url = absoluteDatabaseUrl(from);
  if (url === env.databaseUrl) throw new CopyError('Both addresses point to the same database.');
  const source = await openReader(url);
  try {
    const missing = await firstMissing(source.kind, source.migrations, 'The source');
    if (missing !== null) {
      throw new CopyError(
        `The source is from an older version of this app (migration ${missing.name} is missing). Start the server on it once, stop it, then try again.`,
      );
    }
    await requireEmpty();
    await migrate();
    printProofs(await fill(source, say), say);
    if (await source.wasUsed()) {
      say(
        'The source was in use during the move. Changes made since the move began are NOT in the target. If a server was running, stop it, then move again into a new database.',
      );
    }
  } finally {
    await source.close();
  }
  await index(say);
}

/** Restores a backup into the empty database of `DATABASE_URL`, and migrates an older one. Throws `CopyError`. */
export async function restoreBackup(
  file: string,
  { keys }: { readonly keys: boolean },
  say: Say,
): Promise<void> {
  const backup = await openBackup(file);
  try {
    const { database, migrations, version, createdAt } = backup.header;
    const missing = await firstMissing(database, migrations, 'The backup');
    const known = await readMigrations(env.databaseKind);
    // Migrations of both kinds of databases are named by their time, so this is where the backup stands in either.
    const first = missing === null ? known : known.filter(({ name }) => name < missing.name);
    await requireEmpty(first);
    say(`Restoring the backup of ${createdAt} (version ${version}, ${database})`);
    await migrate(first);
    const proofs = await fill(keys ? backup : withoutKeys(backup), say, async (target) => {
      await backup.finish();
      // After the proof. Sessions that ended after the backup are not known here as ended; a version that none was
      // ever given is a moment, in seconds: an INTEGER of Postgres holds it until 2038.
      await target.raiseSessionVersions(Math.floor(Date.now() / 1000));
    });
    printProofs(proofs, say);
    say(
      'Everyone with an account must sign in again. Links and API tokens revoked after the backup work again: revoke them again.',
    );
    const applied = await migrate();
    if (applied.length > 0) say(`Migrated to this version: ${applied.join(', ')}`);
    const waited = await forgetQueues();
    if (waited > 0)
      say(`Comparison cells waiting when the backup was made: ${waited}. A restore doesn't start them.`);
  } finally {
    backup.close();
  }
  await index(say);
}

/** The oldest migration that a source lacks; null: none. Throws when it has one that this version does not know. */
async function firstMissing(
  kind: Kind,
  applied: readonly string[],
  what: string,
): Promise<MigrationFile | null> {
  const known = await readMigrations(kind);
  if (applied.length === 0) throw new CopyError(`${what} isn't a Completions Playground database.`);
  const unknown = applied.filter((name) => !known.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new CopyError(
      `${what} is from a newer version of this app (it has ${unknown.join(', ')}). Use that version or later.`,
    );
  }
  return known.find(({ name }) => !applied.includes(name)) ?? null;
}

/** Looks before anything is migrated: a database that is not ours to fill stays as it is. */
async function requireEmpty(migrations: readonly MigrationFile[] | null = null): Promise<void> {
  const url = env.databaseUrl;
  if (url.startsWith('file:') && !existsSync(url.slice('file:'.length))) return;
  const target = await openReader(url);
  try {
    for (const table of target.tables) {
      for await (const rows of target.rows(table)) {
        if (rows.length === 0) continue;
        throw new CopyError(
          `The target isn't empty: ${table.name} has rows. Nothing was written. Use a new database.`,
        );
      }
    }
    const early = migrations?.map(({ name }) => name);
    if (early !== undefined && target.migrations.some((name) => !early.includes(name))) {
      throw new CopyError(
        'The backup is from an older version, so it needs a database that no server has used yet. Nothing was written.',
      );
    }
  } finally {
    await target.close();
  }
}

async function fill(
  source: RowSource,
  say: Say,
  /** Before the commit. */
  finish: (target: DatabaseWriter) => Promise<void> = async () => {},
): Promise<Proof[]> {
  // A second connection to the file would be in the way of the first.
  await closeDb();
  const target = await openWriter(env.databaseUrl);
  try {
    let shown = '';
    const proofs = await copyRows(source, target, (table) => {
      if (table !== shown) say(`Copying ${table}`);
      shown = table;
    });
    await finish(target);
    const notice = await target.commit();
    if (notice !== null) say(notice);
    return proofs;
  } finally {
    await target.close();
  }
}

function printProofs(proofs: readonly Proof[], say: Say): void {
  for (const { table, rows, digest } of proofs) {
    if (rows > 0) say(`${table}: ${rows} rows, digest ${digest.slice(0, 16)}, identical on both sides`);
  }
  say(`${proofs.reduce((sum, { rows }) => sum + rows, 0)} rows in ${proofs.length} tables, all verified`);
}

async function index(say: Say): Promise<void> {
  say('Indexing runs for search');
  await indexAllRuns();
  await closeDb();
}
