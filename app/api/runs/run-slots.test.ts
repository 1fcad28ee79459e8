import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { POST as startComparison } from '@/app/api/comparisons/[comparisonId]/start/route';
import { POST as complete } from '@/app/v1/completions/route';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { comparisonScheduler } from '@/lib/compare/server/scheduler';
import { createToken } from '@/lib/public-api/server/tokens';
import { runRegistry } from '@/lib/runs/server/registry';
import { callRoute, newAccount, newVisitor, toRequest } from '@/lib/testing/call-route';
import { columnsPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { POST as postRun } from './route';

describeRuns('run slots', ({ upstream, connect, setEnv }) => {
  /** Starts a run that never ends, as a page does. Returns the status and, when refused, the message. */
  async function startRun(who: { user: { id: string }; cookie: string }, address: string) {
    const connectionId = await connect(who.user.id);
    upstream().always(answers.silence());
    const request = toRequest({
      method: 'POST',
      path: '/api/runs',
      cookie: who.cookie,
      headers: { 'x-forwarded-for': address },
      body: runBody({ model: 'test-model' }, { connectionId, background: true }),
    });
    const response = await postRun(request);
    if (response.ok) await response.body?.cancel();
    const { status, headers } = response;
    const said = response.ok ? '' : ((await response.json()) as { error: { message: string } }).error.message;
    return { status, said, retryAfter: Number(headers.get('retry-after')) };
  }

  it('of guests from one address are bounded, whatever names they take; others go on', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_ADDRESS: '3' });
    for (let at = 0; at < 3; at += 1)
      expect(await startRun(await newVisitor(), '203.0.113.7')).toMatchObject({ status: 200 });
    const refused = await startRun(await newVisitor(), '203.0.113.7');
    expect(refused).toMatchObject({ status: 429 });
    expect(refused.said).toMatch(/from your network/);
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect((await startRun(await newVisitor(), '203.0.113.8')).status).toBe(200);
    expect((await startRun(await newAccount('long enough'), '203.0.113.7')).status).toBe(200);
    runRegistry().open()[0]?.stop('stop');
    await eventually(() => runRegistry().openCount() === 4, 'a place');
    expect((await startRun(await newVisitor(), '203.0.113.7')).status).toBe(200);
  });

  it('are counted by /64 where the address is an IPv6 one', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_ADDRESS: '2' });
    expect((await startRun(await newVisitor(), '2001:db8:1:2::1')).status).toBe(200);
    expect((await startRun(await newVisitor(), '2001:db8:1:2:ffff::9')).status).toBe(200);
    expect((await startRun(await newVisitor(), '2001:db8:1:2:1:2:3:4')).status).toBe(429);
    expect((await startRun(await newVisitor(), '2001:db8:1:3::1')).status).toBe(200);
  });

  it('are never more than half for all guests together', async () => {
    setEnv({ MAX_OPEN_RUNS: '6' });
    for (let at = 0; at < 3; at += 1)
      expect((await startRun(await newVisitor(), `203.0.113.${at}`)).status).toBe(200);
    const refused = await startRun(await newVisitor(), '203.0.113.99');
    expect(refused).toMatchObject({ status: 429 });
    expect(refused.said).toMatch(/^All guest slots/);
    for (let at = 0; at < 3; at += 1) {
      expect((await startRun(await newAccount('long enough'), '203.0.113.99')).status).toBe(200);
    }
    expect((await startRun(await newAccount('long enough'), '203.0.113.99')).status).toBe(429);
  });

  it('are never all of one address, however many accounts it makes', async () => {
    setEnv({ MAX_OPEN_RUNS: '8', MAX_OPEN_RUNS_PER_ADDRESS: '3' });
    for (let at = 0; at < 4; at += 1) {
      expect((await startRun(await newAccount('long enough'), '203.0.113.7')).status).toBe(200);
    }
    for (const who of [await newAccount('long enough'), await newVisitor()]) {
      const refused = await startRun(who, '::ffff:cb00:7107');
      expect(refused).toMatchObject({ status: 429, retryAfter: 5 });
      expect(refused.said).toBe('4 runs from your network are in progress. Wait for one to finish.');
    }
    expect((await startRun(await newAccount('long enough'), '203.0.113.8')).status).toBe(200);
  });

  it.each([
    ['2', '2', 1],
    ['4', '40', 3],
    ['10', '7', 7],
  ])('of an address are, of %s slots with %s for guests, %i', async (slots, perAddress, max) => {
    setEnv({ MAX_OPEN_RUNS: slots, MAX_OPEN_RUNS_PER_ADDRESS: perAddress });
    const account = () => newAccount('long enough');
    for (let at = 0; at < max; at += 1) {
      expect((await startRun(await account(), '2001:db8::1')).status).toBe(200);
    }
    expect((await startRun(await account(), '2001:db8::2')).status).toBe(429);
    expect((await startRun(await account(), '2001:db8:0:1::1')).status).toBe(200);
  });

  it.each(['127.0.0.1', '::1', '10.0.0.4', 'fd00::4'])(
    'are all for accounts at %s, where everybody may be behind',
    async (address) => {
      setEnv({ MAX_OPEN_RUNS: '4', MAX_OPEN_RUNS_PER_ADDRESS: '1' });
      for (let at = 0; at < 4; at += 1) {
        expect((await startRun(await newAccount('long enough'), address)).status).toBe(200);
      }
      expect((await startRun(await newAccount('long enough'), address)).said).toMatch(
        /^The playground has reached its run limit/,
      );
    },
  );

  it('of an inward address are bounded once a proxy is trusted', async () => {
    setEnv({
      MAX_OPEN_RUNS: '4',
      MAX_OPEN_RUNS_PER_ADDRESS: '1',
      TRUST_PROXY: 'true',
      ALLOW_PRIVATE_UPSTREAMS: 'true',
    });
    for (let at = 0; at < 2; at += 1) {
      expect((await startRun(await newAccount('long enough'), '10.0.0.4')).status).toBe(200);
    }
    expect((await startRun(await newAccount('long enough'), '10.0.0.4')).status).toBe(429);
    expect((await startRun(await newAccount('long enough'), '10.0.0.5')).status).toBe(200);
  });

  it('leave guests one where there is only one', async () => {
    setEnv({ MAX_OPEN_RUNS: '1' });
    expect((await startRun(await newVisitor(), '203.0.113.1')).status).toBe(200);
    expect((await startRun(await newVisitor(), '203.0.113.2')).status).toBe(429);
  });

  it('are counted for the tokens of guests as well', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_ADDRESS: '1', RUN_QUEUE_SECONDS: '0' });
    const guest = await newVisitor();
    expect((await startRun(await newVisitor(), '203.0.113.7')).status).toBe(200);
    const { secret } = await createToken(guest.user.id, { name: 'mine', expiresInDays: null });
    const call = (address: string) =>
      callRoute(complete, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'x-forwarded-for': address },
        body: { model: 'practice-1', prompt: 'Once', max_tokens: 2 },
      });
    const refused = await call('203.0.113.7');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await call('203.0.113.8')).status).toBe(200);
  });

  it('are counted for the cells of guests, which wait for theirs', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_ADDRESS: '3' });
    const guest = await newVisitor();
    const connectionId = await connect(guest.user.id);
    upstream().always(answers.silence());
    const plan = columnsPlan(Array.from({ length: 5 }, () => ({ connectionId, model: 'test-model' })));
    const { id } = await createComparison(guest.user.id, { plan: { ...plan, background: true } });
    const response = await callRoute(startComparison, {
      method: 'POST',
      cookie: guest.cookie,
      params: { comparisonId: id },
      headers: { 'x-forwarded-for': '203.0.113.7' },
      body: { idempotencyKey: randomUUID(), cells: 'all' },
    });
    expect(response.status).toBe(200);
    const queue = () => comparisonScheduler().queue({ userId: guest.user.id, comparisonId: id });
    await eventually(async () => (await queue()).live.length === 3, 'three cells');
    expect(await queue()).toMatchObject({ total: 5, refused: [], waiting: ['d', 'e'] });
    expect((await startRun(await newVisitor(), '203.0.113.7')).status).toBe(429);
    runRegistry().open()[0]?.stop('stop');
    await eventually(async () => (await queue()).waiting.length === 1, 'the next cell');
    expect(runRegistry().openCount()).toBe(3);
    await comparisonScheduler().dropUser(guest.user.id);
  });
});
