import { listSealedKeys, replaceSealedKey } from '@/lib/db/connections';
import { logger } from '@/lib/server/log';
import { rewrapKey, SealError } from './secret-box';

const PAGE = 200;

export interface RewrapResult {
  readonly rewrapped: number;
  /** Were wrapped with the first master key before. */
  readonly current: number;
  /** Their master key is not known; left as they are. */
  readonly failed: number;
}

/** Wraps every stored key with the first master key. A key that its owner changes meanwhile is left to them. */
export async function rewrapStoredKeys(): Promise<RewrapResult> {
  const counts = { rewrapped: 0, current: 0, failed: 0 };
  let after = '';
  for (;;) {
    const page = await listSealedKeys(after, PAGE);
    const last = page.at(-1);
    if (!last) return counts;
    after = last.id;
    for (const { id, sealedKey } of page) counts[await rewrapOne(id, sealedKey)] += 1;
  }
}

async function rewrapOne(id: string, sealedKey: string): Promise<keyof RewrapResult> {
  try {
    const wrapped = rewrapKey(sealedKey);
    if (wrapped === null) return 'current';
    return (await replaceSealedKey(id, sealedKey, wrapped)) ? 'rewrapped' : 'current';
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    logger.error({ err: error, connectionId: id }, 'stored key not wrapped again');
    return 'failed';
  }
}
