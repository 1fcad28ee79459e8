import { expect, it } from 'vitest';
import { deleteUser } from '@/lib/accounts/db/users';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aUser } from '@/lib/platform/db/testing/records';
import {
  deleteApiToken,
  findApiTokenByHash,
  insertApiToken,
  isApiTokenGood,
  listApiTokens,
  noteApiTokenUsed,
} from './api-tokens';

/** Until a statement on this Postgres database waits for another's transaction. */
async function someWaitForLocks(): Promise<void> {
  for (;;) {
    const waiting = await getDb().$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
}

describeOnBothDatabases('tokens for the API', ({ kind }) => {
  let count = 0;
  const token = (name: string, expiresAt: Date | null = null) => {
    count += 1;
    return { name, secretHash: `hash ${count}`, lastFour: 'abcd', scope: 'comparisons' as const, expiresAt };
  };

  it('are listed newest first, without their hash', async () => {
    const { id } = await aUser();
    const expiresAt = new Date('2030-01-02T03:04:05.006Z');
    await insertApiToken(id, token('first'));
    await insertApiToken(id, token('second', expiresAt));
    const tokens = await listApiTokens(id);
    expect(tokens.map(({ name }) => name)).toEqual(['second', 'first']);
    expect(tokens[0]).toEqual({
      id: expect.any(String),
      name: 'second',
      lastFour: 'abcd',
      scope: 'comparisons',
      createdAt: expect.any(String),
      expiresAt: expiresAt.toISOString(),
      lastUsedAt: null,
    });
  });

  it('are found by their hash, and know when they were used', async () => {
    const { id } = await aUser();
    const given = token('found');
    const made = await insertApiToken(id, given);
    const used = new Date('2026-05-06T07:08:09.000Z');
    await noteApiTokenUsed(made?.id ?? '', used);
    expect(await findApiTokenByHash(given.secretHash)).toEqual({
      id: made?.id,
      userId: id,
      name: 'found',
      scope: 'comparisons',
      expiresAt: null,
      lastUsedAt: used,
    });
    expect(await findApiTokenByHash('another hash')).toBeNull();
  });

  it('cannot be deleted while something is written in their name', async () => {
    const { id } = await aUser();
    const made = await insertApiToken(id, token('in use'));
    const order: string[] = [];
    let deleted = Promise.resolve();
    await getDb().$transaction(async (db) => {
      expect(await isApiTokenGood(id, made?.id ?? '', new Date(), db)).toBe(true);
      deleted = deleteApiToken(id, made?.id ?? '').then(() => void order.push('deleted'));
      if (kind === 'postgresql') await Promise.race([deleted, someWaitForLocks()]);
      else await new Promise(setImmediate);
      order.push('written');
    });
    await deleted;
    expect(order).toEqual(['written', 'deleted']);
    expect(await getDb().$transaction((db) => isApiTokenGood(id, made?.id ?? '', new Date(), db))).toBe(
      false,
    );
  });

  it('of before there were scopes are for completions only', async () => {
    const { id } = await aUser();
    await getDb().$executeRaw`INSERT INTO "ApiToken" ("id", "userId", "name", "secretHash", "lastFour")
      VALUES (${`old ${id}`}, ${id}, 'old', ${`old hash ${id}`}, 'abcd')`;
    expect((await listApiTokens(id)).map(({ scope }) => scope)).toEqual(['completions']);
    expect(await findApiTokenByHash(`old hash ${id}`)).toMatchObject({ scope: 'completions' });
  });

  it('are their owner’s alone, and go with the account', async () => {
    const { id } = await aUser();
    const otherTenant = await aUser();
    const given = token('mine');
    const made = await insertApiToken(id, given);
    const tokenId = made?.id ?? '';
    expect(await listApiTokens(otherTenant.id)).toEqual([]);
    expect(await deleteApiToken(otherTenant.id, tokenId)).toBe(false);
    expect(await findApiTokenByHash(given.secretHash)).not.toBeNull();
    await insertApiToken(otherTenant.id, token('theirs'));
    expect(await deleteApiToken(id, tokenId)).toBe(true);
    expect(await findApiTokenByHash(given.secretHash)).toBeNull();
    await deleteUser(otherTenant.id);
    expect(await listApiTokens(otherTenant.id)).toEqual([]);
    expect(await insertApiToken(otherTenant.id, token('late'))).toBeNull();
    await noteApiTokenUsed(tokenId, new Date());
  });
});
