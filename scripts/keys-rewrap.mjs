import { ensureSecrets, loadEnvFiles } from './lib/configuration.mjs';
import { runScript } from './lib/say.mjs';

/*
 * `npm run keys:rewrap`: after a new master key was put in front of ENCRYPTION_KEYS, wraps all stored keys,
 * and the slugs of shared links, with it. When nothing is left to wrap, the old master key can be removed.
 * May run beside the server, and more than once. Run with tsx, which reads the server's TypeScript.
 */
await runScript(async () => {
  loadEnvFiles('production');
  ensureSecrets(console.log);
  const { env } = await import('../lib/platform/env/env.ts');
  const { closeDb } = await import('../lib/platform/db/client.ts');
  const { rewrapStoredKeys } = await import('../lib/connections/server/rewrap-stored-keys.ts');
  const { SEALED_SLUGS } = await import('../lib/links/server/sealed-slugs.ts');

  const { rewrapped, current, failed } = await rewrapStoredKeys([SEALED_SLUGS]);
  console.log(
    `Stored keys and links wrapped with master key "${env.encryptionKeys[0].kid}": ${rewrapped} now, ${current} before.`,
  );
  if (failed > 0) {
    console.error(
      `${failed} couldn't be decrypted because ENCRYPTION_KEYS lacks their master key. They are unchanged.`,
    );
    process.exitCode = 1;
  }
  await closeDb();
});
