import { ensureSecrets, loadEnvFiles } from './lib/configuration.mjs';
import { runScript } from './lib/say.mjs';

/*
 * `npm run storage:recount`: recounts what each user stores, for a database that was edited by hand or partly
 * restored. May run beside the server, and more than once. Run with tsx, which reads the server's TypeScript.
 */
await runScript(async () => {
  loadEnvFiles('production');
  ensureSecrets(console.log);
  const { closeDb } = await import('../lib/platform/db/client.ts');
  const { recountAll } = await import('../lib/accounts/db/storage/count-stored.ts');

  const mended = await recountAll();
  console.log(`Recounted everyone's storage. Corrected totals: ${mended}.`);
  await closeDb();
});
