import { listSealed, replaceSealed, type SealedColumn } from '@/lib/connections/db/connections';
import { logger } from '@/lib/platform/server/log';
import { rewrapKey, SealError } from './secret-box';

const PAGE = 200;

export interface RewrapResult {
  readonly rewrapped: number;
  /** Keys that were already wrapped with the first master key. */
  readonly current: number;
  /** Keys whose master key is unknown; left as they are. */
  readonly failed: number;
}

interface Sealed {
  readonly id: string;
  readonly sealed: string;
}

/** A place where sealed secrets are stored. */
export interface SealedStore {
  readonly what: string;
  list(afterId: string, limit: number): Promise<Sealed[]>;
  /** False when the secret was changed in between. */
  replace(id: string, old: string, replacement: string): Promise<boolean>;
}

const KEYS = ofConnections('stored key', 'sealedKey');
const HEADERS = ofConnections('stored headers', 'sealedHeaders');

function ofConnections(what: string, column: SealedColumn): SealedStore {
  return {
    what,
    list: (afterId, limit) => listSealed(column, afterId, limit),
    replace: (id, old, replacement) => replaceSealed(column, id, old, replacement),
  };
}

/**
 * Wraps every stored key, the headers of every connection, and every other sealed secret, with the first master key. One that its owner
 * changes meanwhile is skipped.
 */
export async function rewrapStoredKeys(others: readonly SealedStore[]): Promise<RewrapResult> {
  const counts = { rewrapped: 0, current: 0, failed: 0 };
  for (const store of [KEYS, HEADERS, ...others]) {
    let page = await store.list('', PAGE);
    while (page.length > 0) {
      for (const one of page) counts[await rewrapOne(store, one)] += 1;
      page = await store.list(page.at(-1)?.id ?? '', PAGE);
    }
  }
  return counts;
}

async function rewrapOne(
  { what, replace }: SealedStore,
  { id, sealed }: Sealed,
): Promise<keyof RewrapResult> {
  try {
    const wrapped = rewrapKey(sealed);
    if (wrapped === null) return 'current';
    return (await replace(id, sealed, wrapped)) ? 'rewrapped' : 'current';
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    logger.error({ err: error, id }, `couldn't rewrap ${what}`);
    return 'failed';
  }
}
