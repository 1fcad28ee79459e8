import { expect, it } from 'vitest';
import * as completions from '@/app/v1/completions/route';
import { readRunPage } from '@/lib/history/server/read-runs';
import { createToken, revokeToken } from '@/lib/public-api/server/tokens';
import { runRegistry } from '@/lib/runs/server/registry';
import { slotQueue } from '@/lib/runs/server/slot-queue';
import { newVisitor, toRequest } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';

describeRuns('calls beyond the limit of open runs', ({ upstream, connect, setEnv }) => {
  async function aCaller() {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const { user } = await newVisitor();
    await connect(user.id);
    const { token, secret } = await createToken(user.id, { name: 'Loop', expiresInDays: 7 });
    const call = (prompt: string, more: { signal?: AbortSignal; key?: string; stream?: boolean } = {}) => {
      const headers = { authorization: `Bearer ${secret}`, 'x-connection': 'Test upstream' };
      const request = toRequest({
        method: 'POST',
        headers: { ...headers, ...(more.key && { 'idempotency-key': more.key }) },
        body: { model: 'm', prompt, ...(more.stream && { stream: true }) },
      });
      return completions.POST(more.signal ? new Request(request, { signal: more.signal }) : request);
    };
    const prompts = async () => {
      const { runs } = await readRunPage(user.id, { limit: 20 });
      return runs.map(({ promptPreview, status }) => `${promptPreview} ${status}`).reverse();
    };
    const history = (expected: string[]) =>
      eventually(async () => (await prompts()).join() === expected.join(), expected.join());
    /** A call that holds the only slot until it is let go. */
    const holdSlot = async () => {
      upstream().enqueue(answers.silence());
      const leaving = new AbortController();
      const held = call('held', { signal: leaving.signal });
      await upstream().received(1);
      return { held, letGo: () => leaving.abort() };
    };
    return { user, token, call, prompts, history, holdSlot };
  }
  const waiting = (count: number) => eventually(() => slotQueue().size === count, `${count} waiting`);

  it('wait for a slot, in the order in which they came, and are answered', async () => {
    const { call, prompts, history, holdSlot } = await aCaller();
    const { held, letGo } = await holdSlot();
    upstream().always(answers.asRequested('Here'));
    const first = call('first');
    await waiting(1);
    const second = call('second', { stream: true });
    await waiting(2);
    expect(await prompts()).toEqual(['held streaming']);
    letGo();
    expect((await first).status).toBe(200);
    const streamed = await second;
    expect(streamed.status).toBe(200);
    expect(await streamed.text()).toContain('[DONE]');
    await held;
    await history(['held stopped', 'first complete', 'second complete']);
    expect(slotQueue().size).toBe(0);
  });

  it('are one run, when the same call waits twice', async () => {
    const { call, history, holdSlot } = await aCaller();
    const { held, letGo } = await holdSlot();
    upstream().always(answers.asRequested('Once'));
    const twice = [call('same', { key: 'k' }), call('same', { key: 'k' })];
    await waiting(2);
    letGo();
    const [one, other] = await Promise.all(twice);
    expect(one?.headers.get('x-run-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(other?.headers.get('x-run-id')).toBe(one?.headers.get('x-run-id'));
    await held;
    await history(['held stopped', 'same complete']);
  });

  it('leave with their caller, without a run', async () => {
    const { call, history, holdSlot } = await aCaller();
    const { held, letGo } = await holdSlot();
    const leaving = new AbortController();
    const left = call('left', { signal: leaving.signal });
    await waiting(1);
    leaving.abort();
    expect((await left).status).toBe(499);
    await waiting(0);
    letGo();
    await held;
    await history(['held stopped']);
  });

  it('leave when their token is revoked', async () => {
    const { call, prompts, holdSlot, user, token } = await aCaller();
    const { held } = await holdSlot();
    const revoked = call('revoked');
    await waiting(1);
    await revokeToken(user.id, token.id);
    expect((await revoked).status).toBe(401);
    expect((await held).status).toBe(401);
    await waiting(0);
    expect((await prompts())[0]).toMatch(/^held /);
  });

  it('are refused with Retry-After where nobody may wait, and when the process closes', async () => {
    const { call, holdSlot } = await aCaller();
    const { held, letGo } = await holdSlot();
    const closing = call('closing');
    await waiting(1);
    slotQueue().drain();
    const refused = await closing;
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1', RUN_QUEUE_SECONDS: '0' });
    const at = await call('at once');
    expect(at.status).toBe(429);
    expect(at.headers.get('retry-after')).toBe('5');
    letGo();
    await held;
    await eventually(() => runRegistry().openCount() === 0);
  });
});
