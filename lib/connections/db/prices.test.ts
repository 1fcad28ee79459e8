import { expect, it } from 'vitest';
import { storageUse } from '@/lib/accounts/db/storage/storage-use';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aConnection, aUser } from '@/lib/platform/db/testing/records';
import { deleteConnection, insertConnection } from './connections';
import { findPrice, listPrices, savePrice } from './prices';

const PRICE = { input: 0.15, output: 0.6, currency: 'USD' };
const isThere = async () => true;

describeOnBothDatabases('prices', () => {
  it('are set, changed, listed by model and removed, exactly as typed', async () => {
    const { id: userId } = await aUser();
    const of = (model: string) => ({ connectionId: 'server', model });
    expect(await savePrice(userId, of('b'), PRICE, isThere)).toBe(true);
    expect(await savePrice(userId, of('A'), { ...PRICE, cachedInput: 0.015, currency: 'EUR' }, isThere)).toBe(
      true,
    );
    expect(await listPrices(userId, 'server')).toEqual([
      { model: 'A', price: { ...PRICE, cachedInput: 0.015, currency: 'EUR' } },
      { model: 'b', price: PRICE },
    ]);
    await savePrice(userId, of('A'), { ...PRICE, input: 1e-7 }, isThere);
    expect(await findPrice(userId, 'server', 'A')).toEqual({ ...PRICE, input: 1e-7 });
    await savePrice(userId, of('A'), null, isThere);
    expect(await findPrice(userId, 'server', 'A')).toBeNull();
    expect(await findPrice(userId, 'other', 'b')).toBeNull();
  });

  it('are one user’s alone, and go with the user', async () => {
    const { id: userId } = await aUser();
    const other = await aUser();
    await savePrice(userId, { connectionId: 'server', model: 'm' }, PRICE, isThere);
    expect(await listPrices(other.id, 'server')).toEqual([]);
    expect(await findPrice(other.id, 'server', 'm')).toBeNull();
    await getDb().user.delete({ where: { id: userId } });
    expect(await getDb().modelPrice.count({ where: { userId } })).toBe(0);
    expect(await savePrice('nobody', { connectionId: 'server', model: 'm' }, PRICE, isThere)).toBe(false);
  });

  it('go with their connection, and are not set on one that is gone', async () => {
    const { id: userId } = await aUser();
    const other = await aUser();
    const connection = aConnection();
    await insertConnection(userId, connection);
    const key = { connectionId: connection.id, model: 'm' };
    await savePrice(userId, key, PRICE, isThere);
    await savePrice(userId, { ...key, connectionId: 'server' }, PRICE, isThere);
    expect(await deleteConnection(other.id, connection.id)).toBe(false);
    expect(await listPrices(userId, connection.id)).toHaveLength(1);
    expect(await deleteConnection(userId, connection.id)).toBe(true);
    expect(await listPrices(userId, connection.id)).toEqual([]);
    expect(await listPrices(userId, 'server')).toHaveLength(1);
    const there = async (db: Pick<ReturnType<typeof getDb>, 'connection'>) =>
      (await db.connection.count({ where: { id: connection.id, userId } })) > 0;
    expect(await savePrice(userId, key, PRICE, there)).toBe(false);
    expect(await listPrices(userId, connection.id)).toEqual([]);
  });

  it('count as stored', async () => {
    const { id: userId } = await aUser();
    const before = (await storageUse(userId))?.bytes ?? 0;
    await savePrice(userId, { connectionId: 'server', model: 'model-1' }, PRICE, isThere);
    const after = (await storageUse(userId))?.bytes ?? 0;
    expect(after - before).toBe(256 + 'server'.length + 'model-1'.length + 'USD'.length);
    await savePrice(userId, { connectionId: 'server', model: 'model-1' }, null, isThere);
    expect((await storageUse(userId))?.bytes).toBe(before);
  });
});
