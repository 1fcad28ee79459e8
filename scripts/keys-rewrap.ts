import { closeDb } from '@/lib/db/client';
import { env } from '@/lib/env/env';
import { rewrapStoredKeys } from '@/lib/server/rewrap-stored-keys';

/**
 * `npm run keys:rewrap`: after a new master key was put in front of ENCRYPTION_KEYS, wraps all stored keys with it. When
 * it says that none is left with another one, the old master key can be taken out. May run beside the server, and again.
 */
const { rewrapped, current, failed } = await rewrapStoredKeys();
await closeDb();
console.log(
  `Wrapped ${rewrapped} keys with master key "${env.encryptionKeys[0].kid}"; ${current} already were.`,
);
if (failed > 0) {
  console.error(
    `${failed} keys could not be opened: their master key is not in ENCRYPTION_KEYS. They are unchanged.`,
  );
  process.exitCode = 1;
}
