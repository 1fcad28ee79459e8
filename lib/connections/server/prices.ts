import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { findConnection } from '@/lib/connections/db/connections';
import { findPrice, listPrices, savePrice } from '@/lib/connections/db/prices';
import { PRACTICE_CONNECTION_ID, SERVER_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import {
  KINDS_THAT_LIST_PRICES,
  MAX_PRICES,
  type ModelPrice,
  type SetPrice,
} from '@/lib/connections/model/prices';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import type { Price } from '@/lib/protocol/run/price';
import { serverConnection } from './built-in-connections';
import type { ResolvedConnection } from './resolve-connection';
import { cachedModels, listModels } from './upstream/list-models';

/** What models cost on a connection (docs/decisions/0032). */

/** The prices that the user set; none for a visitor. Throws AppError `not_found`. */
export async function pricesOf(userId: string | null, connectionId: string): Promise<ModelPrice[]> {
  await checkConnection(userId, connectionId);
  return userId === null ? [] : listPrices(userId, connectionId);
}

/**
 * Sets or removes the price of a model. Runs that were made before keep theirs. Throws AppError: `not_found`,
 * `invalid_request` (the practice model costs nothing), `conflict` (too many), `storage_full`.
 */
export async function setPrice(
  userId: string,
  connectionId: string,
  { model, price }: SetPrice,
): Promise<ModelPrice[]> {
  await checkConnection(userId, connectionId);
  if (connectionId === PRACTICE_CONNECTION_ID) {
    throw new AppError('invalid_request', { message: 'The practice model is free.', param: 'model' });
  }
  const before = await listPrices(userId, connectionId);
  const isNew = price !== null && !before.some((known) => known.model === model);
  if (isNew && before.length >= MAX_PRICES) {
    throw new AppError('conflict', {
      message: `You can set up to ${MAX_PRICES} prices on a connection. Remove one first.`,
    });
  }
  const bytes = isNew ? bytesOfJson([connectionId, model, price]) : 0;
  const saved = await withSpace(userId, bytes, () =>
    savePrice(userId, { connectionId, model }, price, async (db) => {
      if (connectionId === SERVER_CONNECTION_ID) return true;
      return (await db.connection.count({ where: { id: connectionId, userId } })) > 0;
    }),
  );
  if (!saved) throw new AppError('not_found');
  return listPrices(userId, connectionId);
}

async function checkConnection(userId: string | null, connectionId: string): Promise<void> {
  if (connectionId === PRACTICE_CONNECTION_ID) return;
  if (connectionId === SERVER_CONNECTION_ID) {
    if (serverConnection() === null) throw new AppError('not_found');
    return;
  }
  if (userId === null) throw new AppError('not_signed_in');
  if ((await findConnection(userId, connectionId)) === null) throw new AppError('not_found');
}

/**
 * What a run is going to cost per token: what the user set, else what the server's list of models says. The
 * run does not wait for a list that is not in memory: the function returns the price that is known by then.
 */
export async function startPricing(
  userId: string,
  target: ResolvedConnection,
  model: string,
): Promise<() => Price | null> {
  if (target.isPractice) return () => null;
  const own = await findPrice(userId, target.id, model);
  if (own !== null) return () => own;
  const listed = () => cachedModels(target)?.models.find(({ id }) => id === model)?.price ?? null;
  const price = listed();
  // The list may be dropped from memory, and change, while the run is going.
  if (price !== null) return () => price;
  if (KINDS_THAT_LIST_PRICES.has(target.kind)) {
    listModels(target).catch((error: unknown) => {
      logger.info({ err: error, connectionId: target.id }, "couldn't list models for prices");
    });
  }
  return listed;
}
