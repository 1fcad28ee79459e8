import { runMaintenance } from './lib/maintenance.mjs';

/*
 * `npm run keys:rewrap`: after a new master key was put in front of ENCRYPTION_KEYS, wraps all stored keys,
 * and the slugs of shared links, with it. When nothing is left to wrap, the old master key can be removed.
 * May run more than once.
 */
await runMaintenance(async () => {
  const { env } = await import('../lib/platform/env/env.ts');
  const { rewrapStoredKeys } = await import('../lib/connections/server/rewrap-stored-keys.ts');
  const { SEALED_SLUGS } = await import('../lib/links/server/sealed-slugs.ts');

  const { rewrapped, current, failed } = await rewrapStoredKeys([SEALED_SLUGS]);
  console.log(
    `Rewrapped ${rewrapped} stored keys and links with master key "${env.encryptionKeys[0].kid}". ${current} already used it.`,
  );
  if (failed > 0) {
    console.error(
      `${failed} couldn't be decrypted because their master key isn't in ENCRYPTION_KEYS. They are unchanged.`,
    );
    process.exitCode = 1;
  }
});
