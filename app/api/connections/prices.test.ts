import { expect, it } from 'vitest';
import * as prices from '@/app/api/connections/[connectionId]/prices/route';
import * as runs from '@/app/api/runs/route';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { listModels } from '@/lib/connections/server/upstream/list-models';
import { readRun, readRunPage } from '@/lib/history/server/read-runs';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';

const PRICE = { input: 0.15, output: 0.6, currency: 'USD' };

describeRuns('prices', ({ connect, upstream }) => {
  const put = (cookie: string, connectionId: string, body: object) =>
    callRoute(prices.PUT, { method: 'PUT', cookie, params: { connectionId }, body });

  async function aPlace() {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    const run = async () => {
      upstream().enqueue(answers.plain('Four tokens of text'));
      const body = runBody({ model: 'test-model', prompt: 'One' }, { connectionId });
      const stream = await openStream(runs.POST, { method: 'POST', cookie, body });
      await stream.toEnd();
      return stream;
    };
    return { user, cookie, connectionId, run };
  }

  it('of a run are those at its time, and stay when they change', async () => {
    const { user, cookie, connectionId, run } = await aPlace();
    const before = await run();
    expect(before.state.price).toBeUndefined();
    expect((await put(cookie, connectionId, { model: 'test-model', price: PRICE })).json).toEqual({
      prices: [{ model: 'test-model', price: PRICE }],
    });
    const { runId, state } = await run();
    expect(state.price).toEqual(PRICE);
    await put(cookie, connectionId, { model: 'test-model', price: { ...PRICE, input: 100 } });
    const cost = { amount: 0.00000285, currency: 'USD', isEstimated: false };
    expect(await readRun(user.id, runId)).toMatchObject({ cost, state: { price: PRICE } });
    const { runs: listed } = await readRunPage(user.id, { limit: 10 });
    expect(listed.map((one) => one.cost)).toEqual([cost, undefined]);
  });

  it('are read from the list of models where it tells them, unless one was set', async () => {
    const { user, cookie, connectionId, run } = await aPlace();
    const pricing = { prompt: '0.000001', completion: '0.000002' };
    upstream().alwaysModels(
      answers.body(200, 'application/json', JSON.stringify({ data: [{ id: 'test-model', pricing }] })),
    );
    const target = await resolveConnection(user.id, connectionId);
    expect((await listModels(target)).models[0]?.price).toEqual({ input: 1, output: 2, currency: 'USD' });
    expect((await run()).state.price).toEqual({ input: 1, output: 2, currency: 'USD' });
    await put(cookie, connectionId, { model: 'test-model', price: PRICE });
    expect((await run()).state.price).toEqual(PRICE);
    await put(cookie, connectionId, { model: 'test-model', price: null });
    expect((await run()).state.price).toEqual({ input: 1, output: 2, currency: 'USD' });
  });

  it('are refused at their field, and not set on the practice model', async () => {
    const { cookie, connectionId } = await aPlace();
    for (const [change, param] of [
      [{ input: -1 }, 'price.input'],
      [{ output: 'much' }, 'price.output'],
      [{ cachedInput: 1e9 }, 'price.cachedInput'],
      [{ currency: '$$' }, 'price.currency'],
    ] as const) {
      const body = { model: 'm', price: { ...PRICE, ...change } };
      expect(await put(cookie, connectionId, body)).toMatchObject({
        status: 400,
        json: { error: { param } },
      });
    }
    expect((await put(cookie, connectionId, { model: ' ', price: PRICE })).status).toBe(400);
    expect((await put(cookie, 'practice', { model: 'm', price: PRICE })).status).toBe(400);
    expect((await put(cookie, 'server', { model: 'm', price: PRICE })).status).toBe(404);
    const lower = await put(cookie, connectionId, { model: ' m ', price: { ...PRICE, currency: 'eur' } });
    expect(lower.json).toEqual({ prices: [{ model: 'm', price: { ...PRICE, currency: 'EUR' } }] });
  });
});
