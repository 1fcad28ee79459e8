import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as auth from '@/app/api/auth/[...nextauth]/route';
import * as comparison from '@/app/api/comparisons/[comparisonId]/route';
import * as start from '@/app/api/comparisons/[comparisonId]/start/route';
import * as votes from '@/app/api/comparisons/[comparisonId]/votes/route';
import * as comparisons from '@/app/api/comparisons/route';
import * as preset from '@/app/api/presets/[presetId]/route';
import * as presets from '@/app/api/presets/route';
import * as run from '@/app/api/runs/[runId]/route';
import * as bulk from '@/app/api/runs/bulk/route';
import * as imported from '@/app/api/runs/import/route';
import * as runs from '@/app/api/runs/route';
import * as shares from '@/app/api/shares/route';
import * as completions from '@/app/v1/completions/route';
import type { StorageOfViewer } from '@/lib/accounts/model/storage';
import { checkGuestAddress } from '@/lib/accounts/server/storage/guest-addresses';
import { storageOf } from '@/lib/accounts/server/storage/quota';
import { sweep } from '@/lib/boot';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { removeRuns } from '@/lib/history/server/change-runs';
import { readRun } from '@/lib/history/server/read-runs';
import { createToken } from '@/lib/public-api/server/tokens';
import { createRunRegistry } from '@/lib/runs/server/registry';
import { startRun } from '@/lib/runs/server/start-run';
import { callRoute, newAccount, newVisitor, type RouteAnswer } from '@/lib/testing/call-route';
import { columnsPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, openStream, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { TestBrowser } from '@/lib/testing/test-browser';
import * as storage from './route';

const INCLUDE = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
const text = (kilobytes: number) => 'x'.repeat(kilobytes * 1_000);
const aPreset = (kilobytes: number) => ({
  name: `p ${randomUUID()}`,
  model: null,
  settings: { note: text(kilobytes) },
});

function expectFull(answer: RouteAnswer): void {
  expect(answer.status, answer.text).toBe(403);
  expect(answer.json).toMatchObject({ error: { code: 'storage_full' } });
  expect(answer.text).toMatch(/Not enough storage: [\d.]+ of 1 MB used\. Delete runs, comparisons or links/);
}

function isFull(check: () => void): boolean {
  try {
    check();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'storage_full' });
    return true;
  }
}

describeRuns('storage', ({ setEnv, upstream, connect, kind }) => {
  const quick = (more: Record<string, string> = {}) =>
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000', GUEST_QUOTA_MB: '1', ...more });
  const post = (cookie: string, body: unknown) => ({ method: 'POST', cookie, body });
  const used = async (cookie: string) => (await callRoute(storage.GET, { cookie })).json as StorageOfViewer;

  async function endedRun(userId: string, more: Parameters<typeof runBody>[0] = {}): Promise<string> {
    const started = await startRun({ ...runBody({ max_tokens: 3, ...more }), userId });
    if (started.kind !== 'live') throw new Error('not live');
    await started.run.settled;
    return started.run.identity.runId;
  }

  /** Stores one run, after which two more kilobytes no longer fit. */
  async function fill(cookie: string): Promise<void> {
    const { usedBytes } = await used(cookie);
    const run = (length: number) =>
      exampleRun({
        id: randomUUID(),
        outputs: [{ index: 0, text: 'x'.repeat(length), finishReason: 'stop', tokens: null }],
      });
    const around = 2 * 1_024 + JSON.stringify(run(0)).length;
    const body = { runs: [run(1_000_000 - usedBytes - around)] };
    expect((await callRoute(imported.POST, post(cookie, body))).json).toMatchObject({ imported: 1 });
  }

  it('says what is used, and of how much', async () => {
    quick();
    const { user, cookie } = await newVisitor();
    expect(await used(cookie)).toEqual({ usedBytes: 0, quotaBytes: 1_000_000, isMoreForAccounts: true });
    await endedRun(user.id);
    const { usedBytes } = await used(cookie);
    expect(usedBytes).toBeGreaterThan(1_000);
    expect(usedBytes).toBeLessThan(10_000);
    const account = await newAccount('a good long password');
    expect(await used(account.cookie)).toEqual({
      usedBytes: 0,
      quotaBytes: 2_000_000_000,
      isMoreForAccounts: false,
    });
    quick({ GUEST_QUOTA_MB: '0' });
    expect(await used(cookie)).toEqual({ usedBytes, quotaBytes: null, isMoreForAccounts: false });
    expect((await callRoute(storage.GET)).json).toEqual({
      usedBytes: 0,
      quotaBytes: null,
      isMoreForAccounts: false,
    });
    quick({ ACCOUNT_QUOTA_MB: '1' });
    expect(await used(cookie)).toEqual({ usedBytes, quotaBytes: 1_000_000, isMoreForAccounts: false });
    quick({ ACCOUNT_QUOTA_MB: '0' });
    expect(await used(cookie)).toEqual({ usedBytes, quotaBytes: 1_000_000, isMoreForAccounts: true });
  });

  it('refuses whatever makes it larger when it is full, and takes what makes it smaller', async () => {
    quick();
    const { user, cookie } = await newVisitor();
    const { secret } = await createToken(user.id, { name: 'program', expiresInDays: null });
    const runId = await endedRun(user.id, { prompt: text(30) });
    const made = await callRoute(comparisons.POST, post(cookie, { plan: columnsPlan([{}, {}]) }));
    const { id: comparisonId, updatedAt } = made.json as { id: string; updatedAt: string };
    const retained = (await callRoute(presets.POST, post(cookie, aPreset(50)))).json as { id: string };
    await fill(cookie);
    const before = (await used(cookie)).usedBytes;
    expect(before).toBeLessThanOrEqual(1_000_000);

    const large = { prompt: text(20) };
    expectFull(await callRoute(runs.POST, post(cookie, runBody(large))));
    expectFull(
      await callRoute(
        imported.POST,
        post(cookie, { runs: [exampleRun({ request: { model: 'm', ...large } })] }),
      ),
    );
    expectFull(await callRoute(comparisons.POST, post(cookie, { plan: columnsPlan([{}, {}], large) })));
    expectFull(
      await callRoute(comparison.PATCH, {
        ...post(cookie, { updatedAt, plan: columnsPlan([{}, {}], large) }),
        method: 'PATCH',
        params: { comparisonId },
      }),
    );
    const vote = { cell: null, note: text(1.9), shown: ['a', 'b'] };
    expectFull(await callRoute(votes.POST, { ...post(cookie, vote), params: { comparisonId } }));
    expectFull(
      await callRoute(preset.PUT, {
        ...post(cookie, aPreset(80)),
        method: 'PUT',
        params: { presetId: retained.id },
      }),
    );
    const edit = (body: unknown) =>
      callRoute(run.PATCH, { ...post(cookie, body), method: 'PATCH', params: { runId } });
    expectFull(await edit({ note: text(9) }));
    const share = { runId, title: null, include: INCLUDE, redactions: [], expiresAt: null };
    expectFull(await callRoute(shares.POST, post(cookie, share)));
    const wire = await callRoute(completions.POST, {
      ...post('', { model: 'practice-1', ...large }),
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(wire.status).toBe(403);
    expect(wire.json).toMatchObject({ error: { code: 'storage_full', type: 'permission_error' } });
    expect((await used(cookie)).usedBytes).toBe(before);

    const smaller = { ...post(cookie, aPreset(1)), method: 'PUT', params: { presetId: retained.id } };
    expect((await callRoute(preset.PUT, smaller)).status).toBe(200);
    expect((await edit({ note: null, starred: true })).status).toBe(200);
    expect((await callRoute(bulk.POST, post(cookie, { action: 'delete', ids: [runId] }))).status).toBe(200);
    await sweep(Date.now() + 61_000);
    expect((await used(cookie)).usedBytes).toBeLessThan(before - 40_000);
    await endedRun(user.id);
  });

  it('takes no cells of a comparison into its queue', async () => {
    quick();
    const { cookie } = await newVisitor();
    const plan = columnsPlan([{}, {}], { prompt: text(60) });
    const { json } = await callRoute(comparisons.POST, post(cookie, { plan }));
    const params = { comparisonId: (json as { id: string }).id };
    await fill(cookie);
    const refused = (await callRoute(start.POST, {
      ...post(cookie, { idempotencyKey: randomUUID(), cells: 'all' }),
      params,
    })) as RouteAnswer;
    expect([refused.status, (refused.json as { error: { code: string } }).error.code]).toEqual([
      403,
      'storage_full',
    ]);
    const { json: detail } = await callRoute(comparison.GET, { cookie, params });
    expect(detail).toMatchObject({ queue: { waiting: [], live: [], refused: [] } });
  });

  it('is not overshot by many that store at once', async () => {
    quick();
    const { user, cookie } = await newVisitor();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => callRoute(presets.POST, post(cookie, aPreset(90)))),
    );
    const saved = answers.filter(({ status }) => status === 201).length;
    expect(saved).toBeGreaterThanOrEqual(10);
    for (const answer of answers) if (answer.status !== 201) expectFull(answer);
    expect((await storageOf(user.id)).usedBytes).toBeLessThanOrEqual(1_000_000);
  });

  it('takes as much of a file as fits, names the rest, and knows what is here', async () => {
    quick();
    const { cookie } = await newVisitor();
    const file = Array.from({ length: 120 }, (_, at) =>
      exampleRun({
        id: `run-${at}`,
        order: at,
        outputs: [{ index: 0, text: text(8), finishReason: 'stop', tokens: null }],
      }),
    );
    const answer = await callRoute(imported.POST, post(cookie, { runs: file }));
    expect(answer.json).toMatchObject({ imported: 100, here: 0 });
    const { refused } = answer.json as { refused: { index: number; reason: string }[] };
    expect(refused.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, at) => 100 + at));
    expect(refused[0]?.reason).toMatch(/^Not enough storage/);
    const again = await callRoute(imported.POST, post(cookie, { runs: file.slice(0, 100) }));
    expect(again.json).toMatchObject({ imported: 0, here: 100, refused: [] });
    expectFull(await callRoute(imported.POST, post(cookie, { runs: file.slice(100) })));
  });

  it('saves a run that is going on when it becomes full, and finds it by the same press', async () => {
    quick();
    const { user, cookie } = await newVisitor();
    const slow = steppedStream();
    upstream().always(slow.answer);
    const body = runBody({ model: 'test-model' }, { connectionId: await connect(user.id) });
    const stream = await openStream(runs.POST, post(cookie, body));
    await slow.begun;
    await fill(cookie);
    slow.text(text(300));
    slow.finish();
    await stream.toEnd();
    await eventually(async () => (await readRun(user.id, stream.runId)).status === 'complete');
    expect((await readRun(user.id, stream.runId)).state.choices[0]?.text).toHaveLength(300_000);
    await eventually(async () => (await used(cookie)).usedBytes > 1_200_000);
    const again = await startRun({ ...body, userId: user.id });
    expect(again.kind === 'live' ? again.run.identity.runId : again.runId).toBe(stream.runId);
    expectFull(await callRoute(runs.POST, post(cookie, runBody())));
  });

  it('finds a run by its press when this process does not hold it any more, full or not', async () => {
    quick();
    const { user, cookie } = await newVisitor();
    const body = runBody({ max_tokens: 3 });
    const started = await startRun({ ...body, userId: user.id });
    if (started.kind !== 'live') throw new Error('not live');
    await started.run.settled;
    await fill(cookie);
    const again = await startRun({ ...body, userId: user.id }, { registry: createRunRegistry() });
    expect(again).toEqual({ kind: 'stored', runId: started.run.identity.runId });
  });

  it('of guests is bounded by their address, however many guests it makes', async () => {
    quick({ GUEST_ADDRESS_MB_PER_DAY: '2' });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    const perDay = /Guests on your network have reached today's storage limit/;
    let stored = 0;
    let refusal: RouteAnswer | null = null;
    for (let guests = 0; guests < 8 && refusal === null; guests += 1) {
      const { cookie } = await newVisitor();
      for (let at = 0; at < 4; at += 1) {
        const answer = await callRoute(presets.POST, { ...post(cookie, aPreset(90)), ...from('192.0.2.1') });
        if (answer.status === 201) stored += 90_000;
        else refusal = answer;
      }
    }
    expect(refusal?.json).toMatchObject({ error: { code: 'storage_full' } });
    expect(refusal?.text).toMatch(perDay);
    expect(stored).toBeGreaterThan(1_800_000);
    expect(stored).toBeLessThanOrEqual(2_000_000);
    const elsewhere = await newVisitor();
    const elsewhereBody = { ...post(elsewhere.cookie, aPreset(90)), ...from('192.0.2.2') };
    expect((await callRoute(presets.POST, elsewhereBody)).status).toBe(201);
    const account = await newAccount('a good long password');
    const atSame = { ...post(account.cookie, aPreset(90)), ...from('192.0.2.1') };
    expect((await callRoute(presets.POST, atSame)).status).toBe(201);
  });

  it('of guests counts what their runs write, and the guests themselves', async () => {
    quick({ GUEST_ADDRESS_MB_PER_DAY: '1' });
    const { user, cookie } = await newVisitor();
    upstream().always((to) => {
      to.setHeader('content-type', 'application/json');
      to.end(JSON.stringify({ choices: [{ index: 0, text: text(995), finish_reason: 'stop' }] }));
    });
    const body = runBody({ model: 'test-model', stream: false }, { connectionId: await connect(user.id) });
    await (await openStream(runs.POST, post(cookie, body))).toEnd();
    // The whole run is counted when its row is saved, after its reader has the end. Asking stores nothing.
    await eventually(() => isFull(() => checkGuestAddress(user.id, 50_000)));
    const next = await newVisitor();
    const answer = await callRoute(presets.POST, post(next.cookie, aPreset(50)));
    expect(answer.text).toContain('Guests on your network');
    let refused = '';
    await eventually(async () => {
      const answer = await new TestBrowser(auth).startAsGuest();
      if (answer.status !== 200) refused = answer.text;
      return answer.status !== 200;
    });
    expect(refused).toContain('storage_full');
  });

  it('of guests counts once what a run was asked', async () => {
    quick({ GUEST_ADDRESS_MB_PER_DAY: '1', GUEST_QUOTA_MB: '10' });
    const { user, cookie } = await newVisitor();
    const save = () => callRoute(presets.POST, post(cookie, aPreset(90)));
    expect((await save()).status).toBe(201);
    const before = await used(cookie);
    await endedRun(user.id, { prompt: text(400) });
    expect((await used(cookie)).usedBytes - before.usedBytes).toBeGreaterThan(400_000);
    // About half of the day's megabyte is left.
    for (let at = 0; at < 5; at += 1) {
      const answer = await save();
      expect(answer.status, answer.text).toBe(201);
    }
    expect((await save()).json).toMatchObject({ error: { code: 'storage_full' } });
  });

  it('is not given while the disk is nearly full, but for what is running', async () => {
    quick();
    const { user, cookie } = await newVisitor();
    const slow = steppedStream();
    upstream().always(slow.answer);
    const body = runBody({ model: 'test-model' }, { connectionId: await connect(user.id) });
    const stream = await openStream(runs.POST, post(cookie, body));
    await slow.begun;
    quick({ MIN_FREE_DISK_MB: '100000000' });
    const refused = await callRoute(runs.POST, { ...post(cookie, runBody({ max_tokens: 1 })), stays: true });
    if (kind === 'sqlite') {
      expect(refused.status).toBe(507);
      expect(refused.json).toMatchObject({ error: { code: 'disk_full' } });
      expect(refused.text).toContain("The playground's disk is nearly full");
    } else {
      // The location of the database's files is not in the answer.
      expect(refused.status).toBe(200);
    }
    slow.text(' there was');
    slow.finish();
    expect((await stream.toEnd()).status).toBe('complete');
    await eventually(async () => (await readRun(user.id, stream.runId)).status === 'complete');
    expect(await removeRuns(user.id, [stream.runId], 'keep')).toBe(1);
  });
});
