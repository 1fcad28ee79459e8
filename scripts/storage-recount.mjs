import { runMaintenance } from './lib/maintenance.mjs';

/*
 * `npm run storage:recount`: recounts what each user stores, for a database that was edited by hand or partly
 * restored. May run more than once.
 */
await runMaintenance(async () => {
  const { recountAll } = await import('../lib/accounts/db/storage/count-stored.ts');
  const mended = await recountAll();
  console.log(`Recounted everyone's storage. Corrected totals: ${mended}.`);
});
