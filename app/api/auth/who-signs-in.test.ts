import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as account from '@/app/api/account/route';
import * as auth from '@/app/api/auth/[...nextauth]/route';
import type { Viewer } from '@/lib/accounts/model/account';
import { newAccount } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { type OidcPerson, type OidcProvider, startOidcProvider } from '@/lib/testing/oidc-provider';
import { TestBrowser } from '@/lib/testing/test-browser';

const password = 'a good long password';

async function viewerOf(person: TestBrowser): Promise<Viewer | null> {
  return ((await person.call(account.GET)).json as { viewer: Viewer | null }).viewer;
}

describeApi('who signs in', (api) => {
  let provider: OidcProvider;
  beforeAll(async () => {
    provider = await startOidcProvider();
  });
  afterAll(() => provider.stop());
  beforeEach(() =>
    api.setEnv({
      OIDC_ID: provider.clientId,
      OIDC_SECRET: provider.clientSecret,
      OIDC_ISSUER: provider.issuer,
    }),
  );

  const someone = (change: Partial<OidcPerson> = {}): OidcPerson => {
    const sub = randomUUID();
    return { sub, name: 'Grace', email: `${sub}@example.com`, email_verified: true, ...change };
  };

  async function comeBy(person: TestBrowser, who: OidcPerson): Promise<string> {
    const { url } = (await person.authPost('signin/oidc')).json as { url: string };
    const back = new URL(provider.authorize(url, who));
    const answer = await person.authGet(`callback/oidc${back.search}`);
    expect(answer.status, answer.text).toBe(302);
    return answer.headers.get('location') ?? '';
  }

  it('while an account is signed in stays who they are until they sign out', async () => {
    const [first, second] = [await newAccount(password), await newAccount(password)];
    const outside = someone();
    await comeBy(new TestBrowser(auth), outside);
    const person = new TestBrowser(auth).takeCookie(first.cookie);

    const refused = await person.signIn(second.email, password);
    expect(refused.status).toBe(409);
    expect((refused.json as { url: string }).url).toContain('error=other_account');
    expect((await viewerOf(person))?.id).toBe(first.user.id);

    expect(await comeBy(person, outside)).toContain('error=');
    expect((await viewerOf(person))?.id).toBe(first.user.id);

    const body = { email: `${randomUUID()}@example.com`, password };
    const signUp = await person.call(account.POST, { method: 'POST', body });
    expect(signUp.json).toMatchObject({ error: { code: 'other_account' } });
    expect(signUp.text).toContain(`You're signed in as ${first.email}. Sign out first`);
    expect((await viewerOf(person))?.id).toBe(first.user.id);

    expect((await person.signIn(first.email, password)).status).toBe(200);
    await person.authPost('signout');
    expect((await person.signIn(second.email, password)).status).toBe(200);
    expect((await viewerOf(person))?.id).toBe(second.user.id);
  });

  it('as a guest signs in to an account, or becomes one, as before', async () => {
    const { email, user } = await newAccount(password);
    const person = new TestBrowser(auth);
    await person.startAsGuest();
    expect((await person.signIn(email, password)).status).toBe(200);
    expect((await viewerOf(person))?.id).toBe(user.id);
    const claiming = new TestBrowser(auth);
    await claiming.startAsGuest();
    const guest = await viewerOf(claiming);
    const body = { email: `${randomUUID()}@example.com`, password };
    expect((await claiming.call(account.POST, { method: 'POST', body })).status).toBe(201);
    expect(await viewerOf(claiming)).toMatchObject({ id: guest?.id, isGuest: false });
  });

  it('has an e-mail address of a provider only where it is one of ours', async () => {
    const unique = randomUUID().slice(0, 8);
    const cases: [email: unknown, retained: string | null][] = [
      [` UPPER-${unique}@Example.COM `, `upper-${unique}@example.com`],
      ['nobody', null],
      ['a@b', null],
      ['two@example.com, three@example.com', null],
      [`${'x'.repeat(250)}@example.com`, null],
      [`nul\u0000-${unique}@example.com`, null],
      [`line\n-${unique}@example.com`, null],
      ['<script>@example.com', null],
      [`пример-${unique}@example.com`, null],
      ['', null],
      [null, null],
      [17, null],
      [['a@example.com'], null],
      [{ email: 'a@example.com' }, null],
    ];
    for (const [email, retained] of cases) {
      const person = new TestBrowser(auth);
      await comeBy(person, someone({ email: email as string }));
      const viewer = await viewerOf(person);
      expect(viewer, JSON.stringify(email)).toMatchObject({ isGuest: false, email: retained });
    }
    for (const email_verified of ['false', 'true', 1, null]) {
      const person = new TestBrowser(auth);
      await comeBy(person, someone({ email_verified: email_verified as never }));
      expect(await viewerOf(person), String(email_verified)).toMatchObject({ email: null });
    }
  });

  it('has a name of a provider that a person could have given themselves', async () => {
    const cases: [name: unknown, retained: string | null][] = [
      ['  Ada   Lovelace ', 'Ada Lovelace'],
      ['x'.repeat(10_000), 'x'.repeat(40)],
      ['🎈'.repeat(100), '🎈'.repeat(40)],
      ['a\u0000b\u202ec', 'a b c'],
      ['   ', null],
      [17, null],
      [{ given: 'Ada' }, null],
    ];
    for (const [name, retained] of cases) {
      const person = new TestBrowser(auth);
      await comeBy(person, someone({ name: name as string }));
      expect(await viewerOf(person), JSON.stringify(name)?.slice(0, 40)).toMatchObject({ name: retained });
    }
  });

  it('is nobody where the provider does not say who it is', async () => {
    for (const sub of ['x'.repeat(256), 'naïve', 'line\n']) {
      const person = new TestBrowser(auth);
      expect(await comeBy(person, someone({ sub }))).toContain('error=');
      expect(await viewerOf(person)).toBeNull();
    }
  });
});
