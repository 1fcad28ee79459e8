import { expect, it, vi } from 'vitest';
import * as claim from '@/app/api/account/claim/route';
import * as everywhere from '@/app/api/account/sign-out-everywhere/route';
import * as auth from '@/app/api/auth/[...nextauth]/route';
import * as comparisonEvents from '@/app/api/comparisons/[comparisonId]/events/route';
import * as runEvents from '@/app/api/runs/[runId]/events/route';
import * as runs from '@/app/api/runs/route';
import * as oneToken from '@/app/api/tokens/[tokenId]/route';
import * as completions from '@/app/v1/completions/route';
import { accessEndings, whileOpen } from '@/lib/accounts/server/access';
import type { RouteHandler } from '@/lib/accounts/server/route';
import { accessOf, readSession } from '@/lib/accounts/server/session';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { comparisonScheduler } from '@/lib/compare/server/scheduler';
import { deleteApiToken } from '@/lib/public-api/db/api-tokens';
import { accessOfToken, createToken } from '@/lib/public-api/server/tokens';
import { runRegistry } from '@/lib/runs/server/registry';
import {
  callRoute,
  cookieFor,
  newAccount,
  newVisitor,
  type RouteCall,
  toRequest,
  toSlowRequest,
} from '@/lib/testing/call-route';
import { columnsPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { endedElsewhere } from '@/lib/testing/sessions';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { TestBrowser } from '@/lib/testing/test-browser';
import * as account from './route';

const password = 'a good long password';
const nextPassword = 'another long password';

/** A stream that a reader holds open and reads. */
interface Held {
  readonly name: string;
  isEnded(): boolean;
  leave(): Promise<void>;
}

async function hold(name: string, handler: RouteHandler, call: RouteCall): Promise<Held> {
  const response = await handler(toRequest(call), { params: Promise.resolve(call.params ?? {}) });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || response.body === null) {
    throw new Error(`${name}: ${response.status} ${await response.text()}`);
  }
  const reader = response.body.getReader();
  let ended = false;
  const read = async () => {
    while (!(await reader.read()).done) {
      // Goes on until our server ends it.
    }
    ended = true;
  };
  void read();
  return { name, isEnded: () => ended, leave: () => reader.cancel() };
}

describeRuns('open streams', ({ upstream, connect }) => {
  async function somebody({ guest = false } = {}) {
    const { user, cookie } = guest ? await newVisitor() : await newAccount(password);
    const person = new TestBrowser(auth).takeCookie(cookie);
    const connectionId = await connect(user.id);
    const { id: comparisonId } = await createComparison(user.id, {
      plan: columnsPlan([{ connectionId, model: 'test-model' }]),
    });
    return { user, cookie, person, connectionId, comparisonId, email: user.email ?? '' };
  }
  type Somebody = Awaited<ReturnType<typeof somebody>>;

  /** A run that never ends by itself. The stream that starts it belongs to this cookie. */
  async function hang({ connectionId }: Somebody, cookie: string): Promise<Held> {
    upstream().enqueue(steppedStream().answer);
    const body = runBody({ model: 'test-model' }, { connectionId, background: true });
    return hold('the run as it was started', runs.POST, { method: 'POST', cookie, body });
  }

  /** One of every kind of stream that a session can hold open. */
  async function streamsOf(who: Somebody, cookie = who.cookie): Promise<Held[]> {
    const started = await hang(who, cookie);
    const [run] = runRegistry().ofUser(who.user.id);
    const params = { runId: run?.identity.runId ?? '' };
    const { comparisonId } = who;
    return [
      started,
      await hold('the run as it is joined', runEvents.GET, { cookie, params, path: '/?after=0' }),
      await hold('the comparison', comparisonEvents.GET, { cookie, params: { comparisonId } }),
    ];
  }

  async function allEnd(held: readonly Held[], how: string): Promise<void> {
    await eventually(
      () => held.every((one) => one.isEnded()),
      `${held.map(({ name }) => name)} to end: ${how}`,
    );
  }

  async function noneEnds(held: readonly Held[]): Promise<void> {
    // By the time this user's streams end, any other stream that had to end has ended.
    const marker = await somebody({ guest: true });
    const ended = await streamsOf(marker);
    await callRoute(account.DELETE, { method: 'DELETE', cookie: marker.cookie, body: { confirm: 'delete' } });
    await allEnd(ended, 'the marker');
    for (const one of held) expect(one.isEnded(), one.name).toBe(false);
  }

  async function another(who: Somebody): Promise<string> {
    const elsewhere = new TestBrowser(auth);
    expect((await elsewhere.signIn(who.email, password)).status).toBe(200);
    return [...elsewhere.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async function leaveAll(held: readonly Held[]): Promise<void> {
    await Promise.all(held.map((one) => one.leave()));
  }

  it('of an account end at once with a new password, in every browser; its run goes on', async () => {
    const who = await somebody();
    const held = [...(await streamsOf(who)), ...(await streamsOf(who, await another(who)))];
    const body = { password: { current: password, next: nextPassword } };
    expect((await who.person.call(account.PATCH, { method: 'PATCH', body })).status).toBe(200);
    await allEnd(held, 'a new password');
    expect(runRegistry().openCount(who.user.id)).toBe(2);
    expect(comparisonScheduler().watchersOf(who.user.id)).toBe(0);
    for (const run of runRegistry().ofUser(who.user.id)) expect(run.watchers).toBe(0);
    // The browser that made the change joins again with its new cookie.
    const [run] = runRegistry().ofUser(who.user.id);
    const params = { runId: run?.identity.runId ?? '' };
    const cookie = [...who.person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const again = await hold('again', runEvents.GET, { cookie, params, path: '/?after=0' });
    await noneEnds([again]);
    await again.leave();
  });

  it('end at once when signed out everywhere', async () => {
    const who = await somebody();
    const held = [...(await streamsOf(who)), ...(await streamsOf(who, await another(who)))];
    expect((await who.person.call(everywhere.POST, { method: 'POST' })).status).toBe(204);
    await allEnd(held, 'everywhere');
  });

  it('end with the account', async () => {
    const who = await somebody();
    const held = [...(await streamsOf(who)), ...(await streamsOf(who, await another(who)))];
    const body = { confirm: 'delete', password };
    expect((await who.person.call(account.DELETE, { method: 'DELETE', body })).status).toBe(204);
    await allEnd(held, 'the account');
  });

  it('of a guest end when the guest becomes an account: the cookie may have been planted', async () => {
    const who = await somebody({ guest: true });
    const held = await streamsOf(who);
    const body = { email: `${who.user.id}@example.com`, password };
    expect((await who.person.call(claim.POST, { method: 'POST', body })).status).toBe(200);
    await allEnd(held, 'a claim');
  });

  it('of one session end when it is signed out, those of copies of its cookie, too; others go on', async () => {
    const who = await somebody();
    const copied = await streamsOf(who, who.cookie);
    const elsewhere = await another(who);
    const others = await streamsOf(who, elsewhere);
    expect((await who.person.authPost('signout')).status).toBe(200);
    await allEnd(copied, 'signing out');
    await noneEnds(others);
    await leaveAll(others);
  });

  it('of a guest end when an account is signed in to in the same browser', async () => {
    const who = await somebody({ guest: true });
    const held = await streamsOf(who);
    const other = await newAccount(password);
    expect((await who.person.signIn(other.email, password)).status).toBe(200);
    await allEnd(held, 'another person');
    expect((await callRoute(account.GET, { cookie: who.cookie })).json).toMatchObject({ viewer: null });
  });

  it('of nobody else are touched', async () => {
    const who = await somebody();
    const bystander = await somebody();
    const held = await streamsOf(bystander);
    await who.person.call(everywhere.POST, { method: 'POST' });
    await noneEnds(held);
    await leaveAll(held);
  });

  it('end when the session ended after it was looked up and before the stream began', async () => {
    const who = await somebody();
    const session = await readSession(toRequest({ cookie: who.cookie }));
    if (!session) throw new Error('no session');
    await who.person.call(everywhere.POST, { method: 'POST' });
    let closed = 0;
    whileOpen(accessOf(session), () => {
      closed += 1;
    });
    await eventually(() => closed > 0, 'the late stream to end');
    expect(closed).toBe(1);
    // A session that is still valid keeps its stream, whatever else ends.
    const bystander = await somebody();
    const good = await readSession(toRequest({ cookie: bystander.cookie }));
    if (!good) throw new Error('no session');
    const forget = whileOpen({ ...accessOf(good), endingsBefore: accessEndings() - 1 }, () => {
      closed += 1;
    });
    const late = whileOpen(accessOf(session), () => {
      closed += 10;
    });
    await eventually(() => closed >= 10, 'the other late stream to end');
    expect(closed).toBe(11);
    forget();
    late();
  });

  it('end when another process has ended the session, or the token has expired', async () => {
    const who = await somebody();
    const held = await streamsOf(who);
    const { token } = await createToken(who.user.id, { name: 'Short', expiresInDays: 7 });
    const record = { ...token, userId: who.user.id, expiresAt: null, lastUsedAt: null };
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    try {
      const late = await hold('the comparison', comparisonEvents.GET, {
        cookie: who.cookie,
        params: { comparisonId: who.comparisonId },
      });
      let expired = false;
      whileOpen(accessOfToken(record, accessEndings()), () => {
        expired = true;
      });
      await vi.advanceTimersByTimeAsync(15_000);
      expect(late.isEnded()).toBe(false);
      await endedElsewhere(who.user.id);
      vi.setSystemTime(Date.now() + 8 * 24 * 60 * 60_000);
      await vi.advanceTimersByTimeAsync(15_000);
      await allEnd([late], 'another process');
      await eventually(() => expired, 'the token to expire');
    } finally {
      vi.useRealTimers();
    }
    await leaveAll(held);
  });

  it('of an API token end when it is revoked, and its calls are refused with a message', async () => {
    const who = await somebody();
    const { token, secret } = await createToken(who.user.id, { name: 'Mine', expiresInDays: null });
    const retained = await createToken(who.user.id, { name: 'Kept', expiresInDays: null });
    const streamed = steppedStream();
    const call = (key: string, stream: boolean): RouteCall => ({
      method: 'POST',
      body: { model: 'test-model', prompt: 'A prompt', stream },
      headers: { authorization: `Bearer ${key}`, 'x-connection': who.connectionId },
    });
    const answered = async (key: string) => {
      const stream = steppedStream();
      upstream().enqueue(stream.answer);
      const opening = hold('a call', completions.POST, call(key, true));
      await stream.begun;
      stream.text('Once');
      return opening;
    };
    const held = await answered(secret);
    const other = await answered(retained.secret);
    // Two calls that wait: one for the first token of a stream, one for a whole answer.
    upstream().enqueue(streamed.answer, steppedStream().answer);
    const waiting = callRoute(completions.POST, call(secret, true));
    await streamed.begun;
    const whole = callRoute(completions.POST, call(secret, false));
    await upstream().received(4);
    const params = { tokenId: token.id };
    expect((await who.person.call(oneToken.DELETE, { method: 'DELETE', params })).status).toBe(204);
    await allEnd([held], 'a revoked token');
    for (const answer of [await waiting, await whole]) {
      expect(answer.status).toBe(401);
      expect(answer.json).toMatchObject({ error: { message: 'This API token was revoked.' } });
    }
    await noneEnds([other]);
    // Their caller is gone, so these runs end.
    await eventually(() => runRegistry().openCount(who.user.id) === 1, 'their runs to end');
    await other.leave();
  });

  it('are not opened for what was on its way when its session or token ended', async () => {
    const who = await somebody();
    const { token, secret } = await createToken(who.user.id, { name: 'Mine', expiresInDays: null });
    const ofSession: RouteCall = {
      method: 'POST',
      body: runBody({ model: 'test-model' }, { connectionId: who.connectionId }),
      cookie: await cookieFor(who.user),
    };
    const ofToken: RouteCall = {
      method: 'POST',
      body: { model: 'test-model', prompt: 'A prompt', stream: true },
      headers: { authorization: `Bearer ${secret}`, 'x-connection': who.connectionId },
    };
    const signOut = () => who.person.call(everywhere.POST, { method: 'POST' });
    const revoke = () =>
      who.person.call(oneToken.DELETE, { method: 'DELETE', params: { tokenId: token.id } });
    const calls: [string, RouteHandler, RouteCall, () => Promise<unknown>][] = [
      ['a call', completions.POST, ofToken, revoke],
      ['a run', runs.POST, ofSession, signOut],
    ];
    for (const [name, handler, call, ending] of calls) {
      const response = await handler(toSlowRequest(call, ending), { params: Promise.resolve({}) });
      expect(response.status, name).toBe(401);
      await response.body?.cancel();
    }
    // Another process says nothing here: a body that took long is reason enough to look.
    const other = await createToken(who.user.id, { name: 'Other', expiresInDays: null });
    const now = performance.now.bind(performance);
    const elsewhere = async () => {
      await deleteApiToken(who.user.id, other.token.id);
      vi.spyOn(performance, 'now').mockImplementation(() => now() + 2_000);
    };
    const byOther = { ...ofToken.headers, authorization: `Bearer ${other.secret}` };
    const call = toSlowRequest({ ...ofToken, headers: byOther }, elsewhere);
    try {
      expect((await completions.POST(call, { params: Promise.resolve({}) })).status).toBe(401);
    } finally {
      vi.restoreAllMocks();
    }
    expect(upstream().requests).toEqual([]);
    expect(runRegistry().openCount(who.user.id)).toBe(0);
  });

  it('of API tokens go on with a new password, unless they are revoked with it', async () => {
    const who = await somebody();
    const { secret } = await createToken(who.user.id, { name: 'Mine', expiresInDays: null });
    const stream = steppedStream();
    upstream().enqueue(stream.answer);
    const opening = hold('a call', completions.POST, {
      method: 'POST',
      body: { model: 'test-model', prompt: 'A prompt', stream: true },
      headers: { authorization: `Bearer ${secret}`, 'x-connection': who.connectionId },
    });
    await stream.begun;
    stream.text('Once');
    const held = await opening;
    const change = (body: object) =>
      who.person.call(account.PATCH, { method: 'PATCH', body: { password: body } });
    expect((await change({ current: password, next: nextPassword })).status).toBe(200);
    await noneEnds([held]);
    expect((await change({ current: nextPassword, next: password, revokeTokens: true })).status).toBe(200);
    await allEnd([held], 'all tokens revoked');
  });
});
