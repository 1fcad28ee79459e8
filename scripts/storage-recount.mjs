import { ensureSecrets, loadEnvFiles } from './lib/configuration.mjs';

/*
 * `npm run storage:recount`: counts anew what each person stores, for a database that was edited by hand or brought back
 * in part. May run beside the server, and more than once. Run with tsx, which reads the server's TypeScript.
 */
loadEnvFiles('production');
ensureSecrets(console.log);

const { EnvError } = await import('../lib/platform/env/env.ts');
const { closeDb } = await import('../lib/platform/db/client.ts');
const { recountAll } = await import('../lib/accounts/db/storage/count-stored.ts');

try {
  const mended = await recountAll();
  console.log(`Counted what everybody stores. Sums that were wrong, and are right now: ${mended}.`);
  await closeDb();
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
