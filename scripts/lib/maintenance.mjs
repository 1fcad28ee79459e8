import { ensureSecrets, loadEnvFiles, requireData } from './configuration.mjs';
import { PlainError, runScript } from './say.mjs';

/**
 * Runs a script on a server's data, with the configuration of `npm start`. Needs tsx, which reads the server's
 * TypeScript. May run beside the server.
 *
 * @param {() => Promise<unknown>} work
 */
export async function runMaintenance(work) {
  await runScript(async () => {
    loadEnvFiles('production');
    requireData();
    ensureSecrets(console.log);
    const { closeDb } = await import('../../lib/platform/db/client.ts');
    const { databaseIsReady } = await import('../../lib/platform/db/migrate.ts');
    if (!(await databaseIsReady())) {
      throw new PlainError(
        'The database is missing or from another version. Start the server once: npm start',
      );
    }
    await work();
    await closeDb();
  });
}
