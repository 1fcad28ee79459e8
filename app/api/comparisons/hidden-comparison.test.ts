import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as events from '@/app/api/comparisons/[comparisonId]/events/route';
import * as watch from '@/app/api/comparisons/[comparisonId]/watch/route';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { comparisonScheduler } from '@/lib/compare/server/scheduler';
import { startComparison } from '@/lib/compare/server/start-comparison';
import { runRegistry } from '@/lib/runs/server/registry';
import { callRoute, newVisitor, toRequest } from '@/lib/testing/call-route';
import { columnsPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { steppedStream } from '@/lib/testing/stepped-stream';

describeRuns('a comparison whose page is out of sight', ({ upstream, connect }) => {
  it('is watched by that page until it follows again, whatever other tabs do', async () => {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    const plan = columnsPlan([{ connectionId, model: 'test-model' }]);
    const { id } = await createComparison(user.id, { plan });
    upstream().enqueue(steppedStream().answer);
    await startComparison(user.id, id, { idempotencyKey: randomUUID(), cells: 'all' });
    const watchers = () => comparisonScheduler().find(user.id, id)?.watchers;
    const call = (page: string) => ({
      cookie,
      params: { comparisonId: id },
      headers: { 'x-page': page },
    });
    const lookIn = async (page: string) => {
      const context = { params: Promise.resolve({ comparisonId: id }) };
      const response = await events.GET(toRequest(call(page)), context);
      expect(response.status).toBe(200);
      await response.body?.cancel();
    };

    const hidden = await callRoute(watch.POST, { ...call('hidden'), method: 'POST' });
    expect(hidden.json).toEqual({ live: true });
    expect(watchers()).toBe(1);
    await lookIn('another');
    expect(watchers()).toBe(1);
    await lookIn('hidden');
    expect(watchers()).toBe(0);

    const open = runRegistry().ofUser(user.id);
    expect(open).toHaveLength(1);
    for (const run of open) run.stop('stop');
    await Promise.all(open.map((run) => run.settled));
  });
});
