import { LRUCache } from 'lru-cache';
import type { ConnectionRecord } from '@/lib/connections/db/connections';
import type { Header } from '@/lib/connections/model/header-rules';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { readHeaders } from './connection-headers';
import { type KeyOwner, openKey, SealError } from './secret-box';

/** A connection's key and headers, decrypted: never log or serialize them. */
export interface OpenSecrets {
  readonly key: string | null;
  readonly headers: readonly Header[];
}

type SealedColumns = Pick<ConnectionRecord, 'sealedKey' | 'sealedHeaders'>;

type Opened = LRUCache<string, OpenSecrets>;

/** By the master keys, so that nothing opens without the one that it needs. */
const openedWith = perProcess('open-secrets', () => new WeakMap<typeof env.encryptionKeys, Opened>());

/**
 * What was opened in the last half minute. Found by all that was opened and by everything that it was opened
 * for: a row that has changed in any of them is opened anew, and the row itself is read every time.
 */
function openedBefore(): Opened {
  const known = openedWith.get(env.encryptionKeys);
  if (known !== undefined) return known;
  const opened: Opened = new LRUCache({ max: 500, ttl: 30_000, ttlAutopurge: true });
  openedWith.set(env.encryptionKeys, opened);
  return opened;
}

/** Throws AppError `key_needed` when the key or the headers do not open for this owner. */
export function openSecrets({ sealedKey, sealedHeaders }: SealedColumns, owner: KeyOwner): OpenSecrets {
  const all = JSON.stringify([owner.userId, owner.connectionId, owner.origin, sealedKey, sealedHeaders]);
  const opened = openedBefore();
  const before = opened.get(all);
  if (before !== undefined) return before;
  const secrets = {
    key: open(owner, 'key', () => (sealedKey === null ? null : openKey(sealedKey, owner))),
    headers: open(owner, 'headers', () => readHeaders({ sealedHeaders }, owner)),
  };
  opened.set(all, secrets);
  return secrets;
}

function open<Secret>(owner: KeyOwner, what: 'key' | 'headers', read: () => Secret): Secret {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    logger.error({ err: error, connectionId: owner.connectionId }, `stored ${what} can't be decrypted`);
    throw new AppError('key_needed', { message: LOCKED[what], param: what });
  }
}

const LOCKED = {
  key: "The stored key can't be decrypted. Enter it again in the connection's settings.",
  headers: "The stored headers can't be decrypted. Enter them again in the connection's settings.",
} as const;
