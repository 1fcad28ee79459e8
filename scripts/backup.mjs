import { statSync } from 'node:fs';
import { readArguments } from './lib/arguments.mjs';
import { runMaintenance } from './lib/maintenance.mjs';

/*
 * `npm run backup -- --to FILE`: the whole database in one file, as it is at one moment. May run beside the server.
 */
await runMaintenance(async () => {
  const {
    to,
    'without-secrets': withoutSecrets,
    'without-keys': withoutKeys,
  } = readArguments(
    {
      to: { type: 'string' },
      'without-secrets': { type: 'boolean', default: false },
      'without-keys': { type: 'boolean', default: false },
    },
    ['to'],
    'npm run backup -- --to FILE [--without-secrets] [--without-keys]',
  );
  const { backUp } = await import('./lib/back-up.ts');
  const proofs = await backUp(to, { secrets: !withoutSecrets, keys: !withoutKeys });
  const rows = proofs.reduce((sum, table) => sum + table.rows, 0);
  const megabytes = (statSync(to).size / 1e6).toFixed(1);
  console.log(`Backed up ${rows} rows of ${proofs.length} tables to ${to} (${megabytes} MB).`);
  console.log(
    withoutSecrets
      ? `It doesn't contain the server's secrets.${withoutKeys ? '' : ' To use the stored API keys after a restore, keep a copy of ENCRYPTION_KEYS elsewhere.'}`
      : "It contains the server's secrets: keep it private.",
  );
});
