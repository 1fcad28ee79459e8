import { readArguments } from './lib/arguments.mjs';
import { loadEnvFiles, prepareDataFolder } from './lib/configuration.mjs';
import { runScript, say } from './lib/say.mjs';

/*
 * `npm run restore -- --from FILE`: a backup into the empty database of DATABASE_URL (or DATA_DIR), of either kind.
 * All or nothing.
 */
await runScript(async () => {
  const { from, 'without-keys': withoutKeys } = readArguments(
    { from: { type: 'string' }, 'without-keys': { type: 'boolean', default: false } },
    ['from'],
    'npm run restore -- --from FILE [--without-keys]',
  );
  loadEnvFiles('production');
  const { restoreSecrets } = await import('./lib/restore-secrets.ts');
  // Before anything is made: this reads the beginning of the file only.
  const { openBackup } = await import('../lib/platform/db/copy/read-backup.ts');
  const backup = await openBackup(from);
  backup.close();
  prepareDataFolder();
  const takeBack = restoreSecrets(backup.header, { keys: !withoutKeys }, say);
  try {
    const { restoreBackup } = await import('./lib/fill-database.ts');
    await restoreBackup(from, { keys: !withoutKeys }, say);
  } catch (error) {
    takeBack();
    throw error;
  }
  say('Restored. Start the server with the same DATA_DIR and DATABASE_URL.');
});
