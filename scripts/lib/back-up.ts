import { FORMAT, FORMAT_VERSION, fingerprint } from '../../lib/platform/db/copy/backup-format';
import type { Proof } from '../../lib/platform/db/copy/row-digest';
import { openReader } from '../../lib/platform/db/copy/row-store';
import { withoutKeys } from '../../lib/platform/db/copy/without-keys';
import { writeBackup } from '../../lib/platform/db/copy/write-backup';
import { env } from '../../lib/platform/env/env';

export interface BackupOptions {
  /** Whether the server's secrets are included. */
  readonly secrets: boolean;
  /** Whether the stored API keys and extra headers are, encrypted as they are. */
  readonly keys: boolean;
}

/**
 * Writes a backup of the database of `DATABASE_URL`, as it is at this moment; the server may be running. Returns
 * what it contains. Throws `CopyError`.
 */
export async function backUp(file: string, { secrets, keys }: BackupOptions): Promise<Proof[]> {
  const source = await openReader(env.databaseUrl);
  try {
    return await writeBackup(
      file,
      {
        format: FORMAT,
        formatVersion: FORMAT_VERSION,
        version: env.version,
        createdAt: new Date().toISOString(),
        database: source.kind,
        migrations: [...source.migrations],
        hasKeys: keys,
        masterKeys: env.encryptionKeys.map(({ kid, key }) => ({ kid, fingerprint: fingerprint(key) })),
        secrets: secrets
          ? {
              NEXTAUTH_SECRET: env.nextAuthSecret,
              ENCRYPTION_KEYS: env.encryptionKeys
                .map(({ kid, key }) => `${kid}:${Buffer.from(key).toString('base64')}`)
                .join(','),
            }
          : null,
      },
      keys ? source : withoutKeys(source),
    );
  } finally {
    await source.close();
  }
}
