import { uuidv7 } from 'uuidv7';
import type { ModelPrice } from '@/lib/connections/model/prices';
import { type DbTransaction, getDb } from '@/lib/platform/db/client';
import { type ModelPrice as PriceRow, Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { hotRow } from '@/lib/platform/db/hot';
import type { Price } from '@/lib/protocol/run/price';

/** What models cost on a user's connections, as the user said. */

/** Sorted by model. */
export async function listPrices(userId: string, connectionId: string): Promise<ModelPrice[]> {
  const rows = await getDb().modelPrice.findMany({ where: { userId, connectionId } });
  // Not sorted by the database, whose order depends on its locale.
  return rows.map(toModelPrice).sort((one, other) => (one.model < other.model ? -1 : 1));
}

export async function findPrice(userId: string, connectionId: string, model: string): Promise<Price | null> {
  const row = await hotRow<PriceColumns>(Prisma.sql`
    SELECT "input", "output", "cachedInput", "currency" FROM "ModelPrice"
    WHERE "userId" = ${userId} AND "connectionId" = ${connectionId} AND "model" = ${model}`);
  return row === null ? null : toPrice(row);
}

/**
 * Sets the price of a model, or removes it (null). `isThere` checks the connection within the transaction:
 * a price must not outlive a connection that is being deleted. False when it is not there, or the user.
 */
export function savePrice(
  userId: string,
  { connectionId, model }: { connectionId: string; model: string },
  price: Price | null,
  isThere: (db: DbTransaction) => Promise<boolean>,
): Promise<boolean> {
  return getDb().$transaction(async (db) => {
    // Changes of one user's connections wait for each other (see saveConnection).
    const owner = await db.user.updateMany({ where: { id: userId }, data: { lastSeenAt: new Date() } });
    if (owner.count === 0 || !(await isThere(db))) return false;
    if (price === null) {
      await db.modelPrice.deleteMany({ where: { userId, connectionId, model } });
      return true;
    }
    const columns = { ...price, cachedInput: price.cachedInput ?? null };
    await db.modelPrice.upsert({
      where: { userId_connectionId_model: { userId, connectionId, model } },
      create: { id: uuidv7(), userId, connectionId, model, ...columns },
      update: columns,
    });
    return true;
  });
}

function toModelPrice(row: PriceRow): ModelPrice {
  return { model: row.model, price: toPrice(row) };
}

type PriceColumns = Pick<PriceRow, 'input' | 'output' | 'cachedInput' | 'currency'>;

function toPrice({ input, output, cachedInput, currency }: PriceColumns): Price {
  return { input, output, ...(cachedInput !== null && { cachedInput }), currency };
}
