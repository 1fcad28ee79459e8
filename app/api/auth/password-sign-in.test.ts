import { expect, it, vi } from 'vitest';
import * as account from '@/app/api/account/route';
import * as auth from '@/app/api/auth/[...nextauth]/route';
import { inHashTurn } from '@/lib/accounts/server/password';
import { resetLimits } from '@/lib/platform/server/limits/rate-limits';
import { callRoute, newAccount, type RouteAnswer } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { TestBrowser } from '@/lib/testing/test-browser';

const password = 'a good long password';

/** Signs in from a fresh browser at this address. */
function signIn(email: string, given: string, address: string): Promise<RouteAnswer> {
  return new TestBrowser(auth, { 'x-forwarded-for': address }).signIn(email, given);
}

const statuses = (answers: readonly RouteAnswer[]) =>
  Object.fromEntries(
    [...new Set(answers.map(({ status }) => status))].map((status) => [
      status,
      answers.filter((answer) => answer.status === status).length,
    ]),
  );

function expectWait(answer: RouteAnswer): void {
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

/** Each address uses up its allowed guesses. */
async function guess(email: string, addresses: readonly string[]): Promise<RouteAnswer[]> {
  const answers = [];
  for (const address of addresses) {
    answers.push(...(await Promise.all(Array.from({ length: 10 }, () => signIn(email, 'wrong', address)))));
  }
  return answers;
}

const addresses = (count: number) => Array.from({ length: count }, (_, at) => `198.51.100.${at}`);

describeApi('wrong passwords', () => {
  it('of someone else lock out that address, and the owner at no other one', async () => {
    const { email } = await newAccount(password);
    const answers = await guess(email, ['192.0.2.1']);
    expect(statuses(answers)).toEqual({ 401: 10 });
    expectWait(await signIn(email, 'wrong', '192.0.2.1'));
    expectWait(await signIn(email, password, '192.0.2.1'));
    expect((await signIn(email.toUpperCase(), password, '192.0.2.2')).status).toBe(200);
    expectWait(await signIn(email, password, '192.0.2.1'));
  });

  it('of many addresses are bounded, and do not lock the owner out where they were before', async () => {
    const { email, cookie } = await newAccount(password);
    expect((await signIn(email, password, '192.0.2.9')).status).toBe(200);
    // A session in use makes its address known, too.
    await callRoute(account.GET, { cookie, headers: { 'x-forwarded-for': '192.0.2.10' } });
    const answers = await guess(email, addresses(12));
    expect(statuses(answers)).toEqual({ 401: 100, 429: 20 });
    for (const answer of answers) if (answer.status === 429) expectWait(answer);
    expectWait(await signIn(email, password, '192.0.2.11'));
    expect((await signIn(email, password, '192.0.2.9')).status).toBe(200);
    expect((await signIn(email, password, '192.0.2.10')).status).toBe(200);
    // No other account is affected.
    const other = await newAccount(password);
    expect((await signIn(other.email, password, '198.51.100.0')).status).toBe(200);
  });

  it('are counted though many are sent at once', async () => {
    const { email } = await newAccount(password);
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(email, 'wrong', '192.0.2.1')));
    expect(statuses(answers)).toEqual({ 401: 10, 429: 20 });
  });

  it('of one address on many accounts are bounded', async () => {
    const accounts = await Promise.all(Array.from({ length: 70 }, () => newAccount(password)));
    const answers = await Promise.all(accounts.map(({ email }) => signIn(email, 'wrong', '192.0.2.1')));
    expect(statuses(answers)).toEqual({ 401: 60, 429: 10 });
    expect((await signIn(accounts[0]?.email ?? '', password, '192.0.2.2')).status).toBe(200);
  });

  it('are forgotten when the owner signs in, at that address', async () => {
    const { email } = await newAccount(password);
    for (let times = 0; times < 3; times += 1) {
      for (let at = 0; at < 9; at += 1) await signIn(email, 'wrong', '192.0.2.1');
      expect((await signIn(email, password, '192.0.2.1')).status).toBe(200);
    }
  });

  it('count in a change of the password, too', async () => {
    const { cookie } = await newAccount(password);
    const change = (current: string) =>
      callRoute(account.PATCH, {
        method: 'PATCH',
        cookie,
        body: { password: { current, next: 'another good password' } },
      });
    for (let at = 0; at < 10; at += 1) expect((await change('wrong')).status).toBe(401);
    expectWait(await change('wrong'));
    expectWait(await change(password));
  });
});

describeApi('many sign-ins at once', () => {
  it('all get their turn, of one address and of many', async () => {
    const accounts = await Promise.all(Array.from({ length: 12 }, () => newAccount(password)));
    for (const addressOf of [() => '192.0.2.1', (at: number) => `198.51.100.${at}`]) {
      resetLimits();
      const answers = await Promise.all(
        Array.from({ length: 120 }, (_, at) =>
          signIn(accounts[at % accounts.length]?.email ?? '', password, addressOf(at)),
        ),
      );
      expect(statuses(answers)).toEqual({ 200: 120 });
    }
  });

  it('that cannot be served in time get a Retry-After', async () => {
    const { email } = await newAccount(password);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let end = () => {};
      const stuck = new Promise<void>((resolve) => {
        end = resolve;
      });
      const holders = [1, 2].map(() => inHashTurn(() => stuck));
      const waiting = signIn(email, password, '192.0.2.1');
      let answer: RouteAnswer | null = null;
      void waiting.then((given) => {
        answer = given;
      });
      while (answer === null) await vi.advanceTimersByTimeAsync(5_000);
      expect((await waiting).status).toBe(503);
      expect(Number((await waiting).headers.get('retry-after'))).toBeGreaterThan(0);
      end();
      await Promise.all(holders);
    } finally {
      vi.useRealTimers();
    }
    expect((await signIn(email, password, '192.0.2.1')).status).toBe(200);
  });
});
