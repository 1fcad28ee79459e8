import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { linkAccount, listIdentities, unlinkIdentity } from './accounts';
import { createUser, findUser, updateUser } from './users';

describeOnBothDatabases('outside sign-ins', () => {
  let made = 0;
  async function somebody({ providers, email = null }: { providers: string[]; email?: string | null }) {
    const created = await createUser({ email, isGuest: false });
    if (!created.ok) throw new Error('no user was made');
    for (const provider of providers) {
      made += 1;
      await linkAccount(created.user.id, provider, `subject ${made}`);
    }
    return created.user;
  }

  it('are unlinked, and every session ends with them', async () => {
    const user = await somebody({ providers: ['github', 'oidc'] });
    const other = await somebody({ providers: ['github', 'oidc'] });
    const [github, oidc] = await listIdentities(user.id);
    expect(await unlinkIdentity(other.id, github?.id ?? '', ['github', 'oidc'])).toEqual({
      ok: false,
      reason: 'not_found',
    });
    expect((await findUser(other.id))?.sessionVersion).toBe(0);
    const unlinked = await unlinkIdentity(user.id, github?.id ?? '', ['github', 'oidc']);
    expect(unlinked).toMatchObject({ ok: true, user: { id: user.id, sessionVersion: 1 } });
    expect(await listIdentities(user.id)).toEqual([oidc]);
    expect(await listIdentities(other.id)).toHaveLength(2);
  });

  it('keep one that can be used, however many go at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const user = await somebody({ providers: ['github', 'google', 'oidc'] });
      const identities = await listIdentities(user.id);
      const results = await Promise.all(
        identities.map(({ id }) => unlinkIdentity(user.id, id, ['github', 'oidc'])),
      );
      expect(results.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'last_way_in' }]);
      const left = await listIdentities(user.id);
      expect(left).toHaveLength(1);
      // What was refused has changed nothing.
      expect(left[0]?.provider).not.toBe('google');
      expect((await findUser(user.id))?.sessionVersion).toBe(2);
    }
  });

  it('may all go where there is a password and an address to sign in with', async () => {
    const user = await somebody({ providers: ['oidc'], email: 'unlinks@example.org' });
    const [identity] = await listIdentities(user.id);
    const refused = await unlinkIdentity(user.id, identity?.id ?? '', ['oidc']);
    expect(refused).toEqual({ ok: false, reason: 'last_way_in' });
    await updateUser(user.id, { passwordHash: 'a hash' });
    expect((await unlinkIdentity(user.id, identity?.id ?? '', ['oidc'])).ok).toBe(true);
    expect(await listIdentities(user.id)).toEqual([]);
  });
});
