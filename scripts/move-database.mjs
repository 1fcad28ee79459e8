import { readArguments } from './lib/arguments.mjs';
import { loadEnvFiles, standInSecrets } from './lib/configuration.mjs';
import { PlainError, runScript, say } from './lib/say.mjs';

/*
 * `npm run move-database -- --from URL --to URL`: copies everything into an empty database, of either kind, and
 * compares both sides. All or nothing: a move that was interrupted is begun anew. Everybody on this machine can read
 * the arguments of a command, so an address with a password is better in MOVE_FROM or MOVE_TO, and DATABASE_URL is
 * what is not given: `MOVE_TO=… npm run move-database` moves from the database of the server.
 */
await runScript(async () => {
  const usage = `npm run move-database -- --from file:./data/playground.db --to postgresql://user:password@host/database
Don't pass a password in an argument: set MOVE_FROM or MOVE_TO instead. If you omit one, DATABASE_URL is used.`;
  const given = readArguments({ from: { type: 'string' }, to: { type: 'string' } }, [], usage);
  loadEnvFiles('production');
  const { MOVE_FROM, MOVE_TO, DATABASE_URL } = process.env;
  const named = { from: given.from || MOVE_FROM?.trim(), to: given.to || MOVE_TO?.trim() };
  const own = named.from || named.to ? DATABASE_URL?.trim() : '';
  const from = named.from || own;
  const to = named.to || own;
  if (!from || !to) {
    const missing = [!from && '--from', !to && '--to'].filter(Boolean);
    throw new PlainError(`Missing ${missing.join(' and ')}.\nUsage: ${usage}`);
  }
  process.env.DATABASE_URL = to;
  // Encrypted values are copied as they are.
  standInSecrets();
  const { moveDatabase } = await import('./lib/fill-database.ts');
  await moveDatabase(from, say);
  say('Moved. Set DATABASE_URL to the new address, keep the same secrets, and start the server.');
});
