import { existsSync, rmSync } from 'node:fs';
import { type BackupHeader, fingerprint } from '../../lib/platform/db/copy/backup-format';
import { CopyError } from '../../lib/platform/db/copy/tables';
import { loadEnv } from '../../lib/platform/env/env';
import { ensureSecrets, hasAnySecrets, secretsFile, writeSecrets } from './configuration.mjs';

/**
 * Gives this server the secrets of a backup, when it has none of its own; its own must open what the backup's keys
 * sealed. Returns what takes the new file back if the restore fails. Throws `CopyError`, or `EnvError` for a
 * configuration that is wrong, and leaves no file then.
 *
 * @param options.keys whether the stored API keys are restored
 */
export function restoreSecrets(
  header: BackupHeader,
  { keys }: { readonly keys: boolean },
  say: (line: string) => void,
): () => void {
  const needsKeys = keys && header.hasKeys;
  const hasOwn = hasAnySecrets();
  const hadFile = existsSync(secretsFile());
  const takeBack = () => {
    if (!hadFile) rmSync(secretsFile(), { force: true });
  };
  if (!hasOwn && header.secrets !== null) {
    // Throws before anything is written: for them, and for the rest of the configuration.
    loadEnv({ ...process.env, ...header.secrets });
    writeSecrets(header.secrets);
    say(`Wrote the server's secrets to ${secretsFile()}.`);
  } else if (!hasOwn && needsKeys) {
    throw new CopyError(
      "The backup doesn't contain the server's secrets. Set NEXTAUTH_SECRET and ENCRYPTION_KEYS to their old values, or leave out the stored API keys: --without-keys",
    );
  }
  try {
    ensureSecrets(say);
    requireMasterKeys(header, needsKeys);
  } catch (error) {
    takeBack();
    throw error;
  }
  return takeBack;
}

function requireMasterKeys(header: BackupHeader, needsKeys: boolean): void {
  const own = loadEnv(process.env).encryptionKeys;
  const missing = header.masterKeys.filter(
    ({ kid, fingerprint: known }) => !own.some((key) => key.kid === kid && fingerprint(key.key) === known),
  );
  if (needsKeys && missing.length > 0) {
    throw new CopyError(
      `The stored API keys were encrypted with master keys that this server's ENCRYPTION_KEYS lacks (${missing.map(({ kid }) => kid).join(', ')}). Add them, or leave out the stored API keys: --without-keys`,
    );
  }
}
