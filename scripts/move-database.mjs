import { readArguments } from './lib/arguments.mjs';
import { loadEnvFiles, standInSecrets } from './lib/configuration.mjs';
import { runScript, say } from './lib/say.mjs';

/*
 * `npm run move-database -- --from URL --to URL`: copies everything into an empty database, of either kind, and
 * compares both sides. All or nothing: a move that was interrupted is begun anew.
 */
await runScript(async () => {
  const { from, to } = readArguments(
    { from: { type: 'string' }, to: { type: 'string' } },
    ['from', 'to'],
    'npm run move-database -- --from file:./data/playground.db --to postgresql://user:password@host/database',
  );
  loadEnvFiles('production');
  process.env.DATABASE_URL = to;
  // Encrypted values are copied as they are.
  standInSecrets();
  const { moveDatabase } = await import('./lib/fill-database.ts');
  await moveDatabase(from, say);
  say('Moved. Set DATABASE_URL to the new address, keep the secrets as they are, and start the server.');
});
