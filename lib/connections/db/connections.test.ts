import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aConnection, aUser } from '@/lib/platform/db/testing/records';
import {
  deleteConnection,
  findConnection,
  insertConnection,
  listConnections,
  listSealed,
  replaceSealed,
  updateConnection,
} from './connections';

describeOnBothDatabases('connections', () => {
  it('are listed, found, changed and deleted by their owner', async () => {
    const { id: userId } = await aUser();
    const first = aConnection({ sealedKey: 'sealed', keyLast4: 'abcd' });
    const second = aConnection();
    expect(await insertConnection(userId, first)).toMatchObject({ ok: true, connection: first });
    await insertConnection(userId, second);
    expect((await listConnections(userId)).map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(await findConnection(userId, first.id)).toMatchObject({ ...first, userId });

    expect(await updateConnection(userId, first.id, { name: 'New', sealedKey: null })).toMatchObject({
      ok: true,
      connection: { name: 'New', sealedKey: null, keyLast4: 'abcd', baseUrl: first.baseUrl },
    });
    expect(await deleteConnection(userId, first.id)).toBe(true);
    expect(await deleteConnection(userId, first.id)).toBe(false);
    expect(await findConnection(userId, first.id)).toBeNull();
  });

  it('are not there for anybody else', async () => {
    const { id: userId } = await aUser();
    const otherTenant = await aUser();
    const connection = aConnection({ sealedKey: 'sealed' });
    await insertConnection(userId, connection);
    expect(await listConnections(otherTenant.id)).toEqual([]);
    expect(await findConnection(otherTenant.id, connection.id)).toBeNull();
    expect(await updateConnection(otherTenant.id, connection.id, { name: 'x' })).toEqual({
      ok: false,
      reason: 'not_found',
    });
    expect(await deleteConnection(otherTenant.id, connection.id)).toBe(false);
    expect(await insertConnection('nobody', aConnection())).toEqual({ ok: false, reason: 'not_found' });
  });

  it('have a name of their own, per user', async () => {
    const { id: userId } = await aUser();
    const other = await aUser();
    await insertConnection(userId, aConnection({ name: 'Home' }));
    const second = aConnection({ name: 'Work' });
    await insertConnection(userId, second);
    const taken = { ok: false, reason: 'name_taken' };
    expect(await insertConnection(userId, aConnection({ name: 'Home' }))).toEqual(taken);
    expect(await updateConnection(userId, second.id, { name: 'Home' })).toEqual(taken);
    expect(await insertConnection(other.id, aConnection({ name: 'Home' }))).toMatchObject({ ok: true });
  });

  it('have one default at most, also when several become it at once', async () => {
    const { id: userId } = await aUser();
    const all = Array.from({ length: 6 }, () => aConnection({ isDefault: true }));
    await Promise.all(all.map((connection) => insertConnection(userId, connection)));
    const defaults = async () => (await listConnections(userId)).filter(({ isDefault }) => isDefault);
    expect(await defaults()).toHaveLength(1);
    await Promise.all(all.map(({ id }) => updateConnection(userId, id, { isDefault: true })));
    expect(await defaults()).toHaveLength(1);
  });

  it('keep their default when the new one is refused', async () => {
    const { id: userId } = await aUser();
    const first = aConnection({ isDefault: true });
    await insertConnection(userId, first);
    await insertConnection(userId, aConnection({ isDefault: true, name: first.name }));
    await updateConnection(userId, 'nothing', { isDefault: true });
    expect(await findConnection(userId, first.id)).toMatchObject({ isDefault: true });
  });

  it.each(['sealedKey', 'sealedHeaders'] as const)(
    'have their %s wrapped anew page by page, unless changed in between',
    async (column) => {
      const { id: userId } = await aUser();
      const sealed = [aConnection({ [column]: 'a' }), aConnection({ [column]: 'b' })];
      for (const connection of [...sealed, aConnection()]) await insertConnection(userId, connection);
      const mine = new Set(sealed.map(({ id }) => id));
      const [first] = sealed;
      const ids: string[] = [];
      for (let after = ''; ; ) {
        const [row] = await listSealed(column, after, 1);
        if (row === undefined) break;
        after = row.id;
        if (mine.has(row.id)) ids.push(row.id);
      }
      expect(ids).toEqual(sealed.map(({ id }) => id));
      expect(await replaceSealed(column, first?.id ?? '', 'a', 'A')).toBe(true);
      expect(await replaceSealed(column, first?.id ?? '', 'a', 'X')).toBe(false);
      expect(await findConnection(userId, first?.id ?? '')).toMatchObject({ [column]: 'A' });
    },
  );
});
