import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as restore from '@/app/api/comparisons/[comparisonId]/restore/route';
import * as comparison from '@/app/api/comparisons/[comparisonId]/route';
import * as one from '@/app/api/shares/[shareId]/route';
import { shareBody } from '@/app/api/testing/owner';
import { look, made, page, post } from '@/app/api/testing/share-calls';
import type { ComparisonDetail } from '@/lib/compare/model/comparisons';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { startComparison } from '@/lib/compare/server/start-comparison';
import { createConnection } from '@/lib/connections/server/manage-connections';
import { REDACTED } from '@/lib/links/model/redact';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import type { NewShare, SharePreview } from '@/lib/links/model/shares';
import { withComparisonToCopy } from '@/lib/links/server/copy-comparison';
import { getDb } from '@/lib/platform/db/client';
import { callRoute, newAccount, newVisitor } from '@/lib/testing/call-route';
import { aFinishedComparison, columnsPlan, sweepPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually } from '@/lib/testing/runs';
import { storedShare } from '@/lib/testing/shares';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';

const body = (comparisonId: string, change: Partial<NewShare> = {}) => {
  const { runId: _runId, ...all } = shareBody('', change);
  return { ...all, comparisonId };
};
const copyOf = async (id: string) => (await storedShare(id)).snapshot as unknown as SharedComparison;

const values = (temperature: number, more: object = {}) => ({
  values: { temperature, max_tokens: 5, stream: true, ...more },
  sent: ['temperature', 'max_tokens', 'stream', ...Object.keys(more)] as never,
});

describeRuns('a shared link to a comparison', ({ upstream, connect, setEnv }) => {
  const fast = () => setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });

  async function aComparison(userId: string, title: string | null = null) {
    fast();
    const plan = columnsPlan([{ settings: values(0) }, { settings: values(1), name: 'warm' }]);
    return aFinishedComparison(userId, { plan, title });
  }

  it('is made of all its last runs, and exactly what the preview showed', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await aComparison(user.id, 'My comparison');
    const requested = body(id, { title: 'A warm title', redactions: ['warm'] });
    const before = (await look(cookie, requested)).json as SharePreview;
    const share = await made(cookie, requested);
    expect(share).toMatchObject({
      kind: 'comparison',
      status: 'open',
      runId: null,
      comparisonId: id,
      title: `A ${REDACTED} title`,
      promptPreview: 'My comparison',
    });
    const copy = await copyOf(share.id);
    expect(copy).toEqual({ ...before.shared, sharedAt: expect.any(String) });
    expect(copy).toMatchObject({
      kind: 'comparison',
      prompt: 'Once upon a time',
      compared: {
        kind: 'columns',
        columns: [
          {
            name: null,
            parameters: { temperature: 0 },
            answer: { status: 'complete', pace: expect.any(Array) },
          },
          { name: REDACTED, parameters: { temperature: 1 }, answer: { status: 'complete' } },
        ],
      },
    });
    const { json } = await callRoute(comparison.GET, { cookie, params: { comparisonId: id } });
    expect(json).toMatchObject({ comparison: { links: 1 } });
    expect((await page(cookie, `?comparisonId=${id}`)).shares).toEqual([share]);
    expect((await page(cookie, `?comparisonId=${randomUUID()}`)).shares).toEqual([]);
  });

  it('is made of a sweep, cell by cell, without the runs of an older plan', async () => {
    fast();
    const { user, cookie } = await newVisitor();
    const axes = [{ kind: 'parameter' as const, parameter: 'temperature' as const, values: [0, 1] }];
    const plan = sweepPlan({ settings: values(0) }, { axes, repeats: 2 });
    const { id, updatedAt } = await aFinishedComparison(user.id, { plan });
    const copy = await copyOf((await made(cookie, body(id))).id);
    expect(copy.compared).toMatchObject({ kind: 'sweep', rows: 2, columns: 1, repeats: 2, axes });
    const cells = copy.compared.kind === 'sweep' ? copy.compared.cells : [];
    expect(cells.map(({ answer }) => answer?.status)).toEqual(Array(4).fill('complete'));
    const next = { ...plan, axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 0.5] }] };
    const edit = { updatedAt, plan: next };
    await callRoute(comparison.PATCH, { method: 'PATCH', cookie, params: { comparisonId: id }, body: edit });
    const changed = await copyOf((await made(cookie, body(id))).id);
    const left = changed.compared.kind === 'sweep' ? changed.compared.cells : [];
    expect(left.map(({ answer }) => answer?.status)).toEqual(['complete', undefined, 'complete', undefined]);
  });

  it('is read for one copy after the other, and for a few that wait', async () => {
    const { user } = await newVisitor();
    const { id } = await aComparison(user.id);
    const { include } = shareBody('');
    let now = 0;
    let most = 0;
    const copied = () =>
      withComparisonToCopy(user.id, id, { include, redactions: [] }, async ({ checkedCopy }) => {
        now += 1;
        most = Math.max(most, now);
        await checkedCopy({ title: null, include, redactions: [], sharedAt: new Date().toISOString() });
        now -= 1;
      });
    const ends = await Promise.allSettled(Array.from({ length: 12 }, copied));
    expect(most).toBe(1);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(refused).toEqual(Array(3).fill(expect.objectContaining({ code: 'rate_limited' })));
    await copied();
  });

  it('holds nothing of its owner, their connection or their key', async () => {
    const mark = randomUUID();
    const { user, email, cookie } = await newAccount(`password ${mark}`);
    const connection = await createConnection(user.id, {
      name: `Name ${mark}`,
      kind: 'custom',
      baseUrl: upstream().url,
      key: `sk-${mark}`,
    });
    const settings = values(1, { user: mark });
    const base = { connectionId: connection.id, model: 'test-model', settings };
    for (const plan of [
      columnsPlan([base, base]),
      sweepPlan(base, {
        axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }],
        repeats: 1,
      }),
    ]) {
      upstream().enqueue(answers.plain('A text'));
      upstream().enqueue(
        answers.error(400, `Bad ${mark}`, { code: mark, type: mark, headers: { 'x-request-id': mark } }),
      );
      const compared = await aFinishedComparison(user.id, { plan, title: `Title ${mark}` });
      const edit = { updatedAt: compared.updatedAt, note: `Note ${mark}` };
      await callRoute(comparison.PATCH, {
        method: 'PATCH',
        cookie,
        params: { comparisonId: compared.id },
        body: edit,
      });
      const { id } = await made(cookie, body(compared.id));
      const text = JSON.stringify(await copyOf(id));
      const { port } = new URL(upstream().url);
      for (const secret of [
        mark,
        email,
        user.id,
        connection.id,
        compared.id,
        id,
        upstream().url,
        `:${port}`,
      ]) {
        expect(text).not.toContain(secret);
      }
      expect(text).toContain('A text');
      expect(text).toContain('test-model');
    }
  });

  it('is not made of one that goes on, was never run, or is not theirs', async () => {
    const { user, cookie } = await newVisitor();
    const { id: connectionId } = await createConnection(user.id, {
      name: 'Slow',
      kind: 'custom',
      baseUrl: upstream().url,
    });
    const stepped = steppedStream();
    upstream().enqueue(stepped.answer);
    const plan = columnsPlan([{ connectionId, model: 'test-model' }], { background: true });
    const { id } = await createComparison(user.id, { plan });
    const refused = async () => {
      for (const refuse of [post, look]) {
        const answer = await refuse(cookie, body(id));
        expect(answer.status).toBe(409);
        expect(answer.json).toMatchObject({ error: { code: 'conflict', param: 'comparisonId' } });
      }
    };
    await refused();
    await startComparison(user.id, id, { idempotencyKey: randomUUID(), cells: 'all' });
    await stepped.begun;
    await refused();
    stepped.text('Done');
    stepped.finish();
    await eventually(
      async () => (await post(cookie, body(id))).status === 201,
      'the comparison can be shared',
    );
    expect(await copyOf((await page(cookie)).shares[0]?.id ?? '')).toMatchObject({
      compared: {
        columns: [{ answer: { outputs: [{ text: 'Done' }], pace: [[expect.any(Number), 0, 4]] } }],
      },
    });
    const elsewhere = await newVisitor();
    expect((await post(elsewhere.cookie, body(id))).status).toBe(404);
    for (const subject of [{}, { runId: 'a', comparisonId: id }]) {
      const { comparisonId: _id, ...requested } = body(id);
      expect((await post(cookie, { ...requested, ...subject })).status).toBe(400);
    }
  });

  it('is not made when it would show anything else than its owner has seen', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await aComparison(user.id);
    const requested = body(id, { redactions: ['warm'] });
    const { digest } = (await look(cookie, requested)).json as SharePreview;
    expect(((await look(cookie, requested)).json as SharePreview).digest).toBe(digest);
    // In another tab.
    const { comparison: now } = (await callRoute(comparison.GET, { cookie, params: { comparisonId: id } }))
      .json as ComparisonDetail;
    const [first, ...others] = variantsOf(now.plan);
    const variants = [{ ...first, name: 'Not seen' }, ...others];
    const plan = { ...now.plan, axes: [{ kind: 'variants', variants }] };
    const edit = { updatedAt: now.updatedAt, plan };
    const change = { method: 'PATCH', cookie, params: { comparisonId: id }, body: edit };
    expect((await callRoute(comparison.PATCH, change)).status).toBe(200);
    const refused = await post(cookie, { ...requested, digest });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ error: { code: 'conflict', param: 'digest' } });
    expect((await page(cookie)).shares).toEqual([]);
    const seen = (await look(cookie, requested)).json as SharePreview;
    expect(seen.digest).not.toBe(digest);
    await made(cookie, { ...requested, digest: seen.digest });
  });

  it('is refused when it is too much, and can do without the probabilities', async () => {
    const { user, cookie } = await newVisitor();
    const { id: connectionId } = await createConnection(user.id, {
      name: 'Much',
      kind: 'custom',
      baseUrl: upstream().url,
    });
    upstream().enqueue(answers.plain('x'.repeat(4_500_000)));
    upstream().enqueue(answers.plain('y'.repeat(4_500_000)));
    const column = { connectionId, model: 'test-model' };
    const { id } = await aFinishedComparison(user.id, { plan: columnsPlan([column, column]) });
    const refused = await look(cookie, body(id));
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ error: { code: 'conflict', param: 'include' } });
    const include = { prompt: true, parameters: true, outputs: false, probabilities: true, timings: true };
    expect((await look(cookie, body(id, { include }))).status).toBe(200);
  });

  it('without outputs is made without reading any', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await aComparison(user.id);
    const include = { prompt: true, parameters: true, outputs: false, probabilities: true, timings: true };
    const requested = body(id, { include });
    const before = (await look(cookie, requested)).json as SharePreview;
    // Whoever reads it fails.
    await getDb().$executeRaw`ALTER TABLE "RunChoice" RENAME TO "RunChoiceAway"`;
    try {
      expect((await look(cookie, body(id))).status).toBe(500);
      const { status, json } = await look(cookie, requested);
      expect(status).toBe(200);
      expect((json as SharePreview).shared).toEqual({ ...before.shared, sharedAt: expect.any(String) });
      expect((json as SharePreview).shared).toMatchObject({
        compared: { columns: [{ answer: { status: 'complete', usage: { completionTokens: 5 } } }, {}] },
      });
    } finally {
      await getDb().$executeRaw`ALTER TABLE "RunChoiceAway" RENAME TO "RunChoice"`;
    }
  });

  it('without outputs still hides what a hidden text begins with in the prompt', async () => {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    upstream().always(answers.plain(`34, ${'x'.repeat(100_000)}`));
    const plan = columnsPlan([{ connectionId, model: 'test-model' }], { prompt: 'The code is 12' });
    const { id } = await aFinishedComparison(user.id, { plan });
    const include = { prompt: true, parameters: true, outputs: false, probabilities: true, timings: true };
    const share = await made(cookie, body(id, { include, redactions: ['1234'] }));
    expect(await copyOf(share.id)).toMatchObject({ prompt: `The code is ${REDACTED}` });
  });

  it.each([
    ['keep', 'open'],
    ['revoke', 'revoked'],
    [undefined, 'open'],
  ])('of a comparison that is deleted with links=%s is %s', async (links, status) => {
    const { user, cookie } = await newVisitor();
    const { id } = await aComparison(user.id);
    const share = await made(cookie, body(id));
    await callRoute(comparison.DELETE, {
      method: 'DELETE',
      cookie,
      path: `/api/comparisons/${id}${links === undefined ? '' : `?links=${links}`}`,
      params: { comparisonId: id },
    });
    expect((await page(cookie)).shares).toMatchObject([{ status, comparisonId: null, promptPreview: null }]);
    const { snapshot, sealedSlug } = await storedShare(share.id);
    expect([snapshot === null, sealedSlug === '']).toEqual(Array(2).fill(status === 'revoked'));
    await callRoute(restore.POST, { method: 'POST', cookie, params: { comparisonId: id } });
    expect((await page(cookie)).shares).toMatchObject([{ status, comparisonId: id }]);
  });

  it('is revoked for good', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await aComparison(user.id);
    const share = await made(cookie, body(id));
    const revoked = await callRoute(one.DELETE, { method: 'DELETE', cookie, params: { shareId: share.id } });
    expect(revoked.status).toBe(204);
    expect(await storedShare(share.id)).toMatchObject({ snapshot: null, sealedSlug: '' });
    const { json } = await callRoute(comparison.GET, { cookie, params: { comparisonId: id } });
    expect(json).toMatchObject({ comparison: { links: 0 } });
  });
});
