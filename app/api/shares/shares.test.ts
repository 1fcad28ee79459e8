import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as account from '@/app/api/account/route';
import * as run from '@/app/api/runs/[runId]/route';
import * as bulk from '@/app/api/runs/bulk/route';
import * as runs from '@/app/api/runs/route';
import * as one from '@/app/api/shares/[shareId]/route';
import { shareBody } from '@/app/api/testing/owner';
import { look, made, page, post, revoke } from '@/app/api/testing/share-calls';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { createConnection } from '@/lib/connections/server/manage-connections';
import { rewrapStoredKeys } from '@/lib/connections/server/rewrap-stored-keys';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { readRunPage } from '@/lib/history/server/read-runs';
import { importRunsOf } from '@/lib/history/server/transfer/import-runs';
import { REDACTED } from '@/lib/links/model/redact';
import type { SharePreview } from '@/lib/links/model/shares';
import { withCopyPlace } from '@/lib/links/server/copy-place';
import { SEALED_SLUGS } from '@/lib/links/server/sealed-slugs';
import { hashSlug } from '@/lib/links/server/slug';
import { logger } from '@/lib/platform/server/log';
import { callRoute, captureLogs, newAccount, newVisitor } from '@/lib/testing/call-route';
import { columnsPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { overwriteShare, storedShare } from '@/lib/testing/shares';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import * as list from './route';

const output = (text: string) => ({ index: 0, text, finishReason: null, tokens: null });

describeRuns('a shared link', ({ upstream, setEnv }) => {
  async function aRun(cookie: string, request: object = {}): Promise<string> {
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });
    const body = runBody({ max_tokens: 5, ...request });
    const stream = await openStream(runs.POST, { method: 'POST', cookie, body });
    await stream.toEnd();
    return stream.runId;
  }

  it('is made of a run, and returns its address to the owner', async () => {
    const { cookie } = await newVisitor();
    const runId = await aRun(cookie, { prompt: 'My own words' });
    const share = await made(cookie, shareBody(runId, { title: '  A title ' }));
    expect(share).toEqual({
      id: expect.any(String),
      kind: 'run',
      status: 'open',
      path: expect.stringMatching(/^\/s\/[\w-]{32}$/),
      runId,
      comparisonId: null,
      documentId: null,
      title: 'A title',
      promptPreview: 'My own words',
      model: 'practice-1',
      about: { words: 'My own words', models: ['practice-1'], hidden: [], redactions: 0 },
      createdAt: expect.any(String),
      expiresAt: null,
      revokedAt: null,
      views: 0,
      lastViewedAt: null,
    });
    expect(await page(cookie)).toEqual({ shares: [share], next: null });
    const row = await storedShare(share.id);
    const slug = share.path?.slice(3) ?? '';
    expect(row.slugHash).toBe(hashSlug(slug));
    expect(JSON.stringify(row)).not.toContain(slug);
    const second = await made(cookie, shareBody(runId));
    expect(second.path).not.toBe(share.path);
  });

  it('ends when its owner’s links usually do, unless its owner says otherwise', async () => {
    const { cookie, user } = await newVisitor();
    const runId = await aRun(cookie);
    const daysOf = async (change: object) => {
      const { createdAt, expiresAt } = await made(cookie, shareBody(runId, change));
      if (expiresAt === null) return null;
      return Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000);
    };
    const usual = { expiresAt: undefined };
    expect(await daysOf(usual)).toBe(30);
    expect(await daysOf({ expiresAt: null })).toBeNull();
    for (const linkDays of [7, null]) {
      const body = { linkDays };
      const answer = await callRoute(account.PATCH, { method: 'PATCH', cookie, body });
      expect(answer.json).toMatchObject({ viewer: { id: user.id, linkDays } });
      expect(await daysOf(usual)).toBe(linkDays);
    }
    for (const linkDays of [0, 14, '7']) {
      const answer = await callRoute(account.PATCH, { method: 'PATCH', cookie, body: { linkDays } });
      expect(answer.status).toBe(400);
    }
  });

  it('says what it shows, and no more of it once it is closed', async () => {
    const { cookie } = await newVisitor();
    const runId = await aRun(cookie, { prompt: 'Ask Ada about it' });
    const include = { prompt: true, parameters: true, outputs: true, probabilities: false, timings: false };
    const share = await made(cookie, shareBody(runId, { include, redactions: ['Ada'], title: 'For Ada' }));
    expect(share.about).toEqual({
      words: `Ask ${REDACTED} about it`,
      models: ['practice-1'],
      hidden: ['probabilities', 'timings'],
      redactions: 1,
    });
    await revoke(cookie, share.id);
    expect((await page(cookie)).shares).toMatchObject([{ status: 'revoked', about: null }]);
  });

  it('is previewed and made for a bounded number of people at a time', async () => {
    const { user, cookie } = await newVisitor();
    const runId = await aRun(cookie, { prompt: 'Soon' });
    let end = () => {};
    const others = new Promise<void>((resolve) => {
      end = resolve;
    });
    const held = Array.from({ length: 8 }, (_, at) => withCopyPlace(`person ${at >> 1}`, () => others));
    const { id: comparisonId } = await createComparison(user.id, { plan: columnsPlan([{}]) });
    const { runId: _run, ...ofComparison } = { ...shareBody(''), comparisonId };
    for (const body of [shareBody(runId), ofComparison]) {
      for (const refused of [await look(cookie, body), await post(cookie, body)]) {
        expect(refused.status).toBe(429);
        expect(refused.headers.get('retry-after')).toBe('2');
      }
    }
    end();
    await Promise.all(held);
    expect((await look(cookie, shareBody(runId))).status).toBe(200);
  });

  it('shows exactly what the preview showed', async () => {
    const { cookie } = await newVisitor();
    const runId = await aRun(cookie, { prompt: 'Write to bob@example.com', logprobs: 2, n: 2 });
    for (const change of [
      {},
      { title: 'About bob@example.com', redactions: ['bob@example.com'] },
      { include: { prompt: false, parameters: true, outputs: true, probabilities: false, timings: false } },
    ]) {
      const body = shareBody(runId, change);
      const before = (await look(cookie, body)).json as SharePreview;
      const { snapshot } = await storedShare((await made(cookie, body)).id);
      const time = { sharedAt: expect.any(String) };
      expect(snapshot).toEqual({ ...before.shared, ...time });
    }
    expect((await page(cookie)).shares.map(({ title }) => title)).toEqual([null, `About ${REDACTED}`, null]);
  });

  it('is previewed with what may be private, redacted or not, and nothing is made', async () => {
    const { cookie } = await newVisitor();
    const runId = await aRun(cookie, { prompt: 'Write to bob@example.com', stop: ['+49 30 1234567'] });
    const findings = [
      { kind: 'email', text: 'bob@example.com', count: 1, fields: ['prompt'] },
      { kind: 'phone', text: '+49 30 1234567', count: 1, fields: ['parameters'] },
    ];
    const plain = (await look(cookie, shareBody(runId))).json as SharePreview;
    expect(plain).toMatchObject({ findings, shared: { prompt: 'Write to bob@example.com' } });
    const body = shareBody(runId, { redactions: ['bob@example.com', '+49 30 1234567'] });
    const redacted = (await look(cookie, body)).json as SharePreview;
    expect(redacted).toMatchObject({
      findings,
      shared: { prompt: `Write to ${REDACTED}`, parameters: { stop: [REDACTED] } },
    });
    expect((await page(cookie)).shares).toEqual([]);
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
    for (const answer of [
      answers.plain('A text'),
      answers.error(400, `Bad ${mark}`, { code: mark, type: mark, headers: { 'x-request-id': mark } }),
    ]) {
      upstream().enqueue(answer);
      const body = runBody({ model: 'test-model', user: mark }, { connectionId: connection.id });
      const stream = await openStream(runs.POST, { method: 'POST', cookie, body });
      await stream.toEnd();
      const { id } = await made(cookie, shareBody(stream.runId));
      const text = JSON.stringify((await storedShare(id)).snapshot);
      const { port } = new URL(upstream().url);
      for (const secret of [
        mark,
        email,
        user.id,
        connection.id,
        stream.runId,
        id,
        upstream().url,
        `:${port}`,
      ]) {
        expect(text).not.toContain(secret);
      }
      expect(text).toContain('test-model');
    }
  });

  it('is not made of a run that goes on', async () => {
    const { user, cookie } = await newVisitor();
    const { id: connectionId } = await createConnection(user.id, {
      name: 'Slow',
      kind: 'custom',
      baseUrl: upstream().url,
    });
    const stepped = steppedStream();
    upstream().enqueue(stepped.answer);
    const body = runBody({ model: 'test-model' }, { connectionId });
    const stream = await openStream(runs.POST, { method: 'POST', cookie, body });
    await stepped.begun;
    for (const refuse of [post, look]) {
      const answer = await refuse(cookie, shareBody(stream.runId));
      expect(answer.status).toBe(409);
      expect(answer.json).toMatchObject({ error: { code: 'conflict', param: 'runId' } });
    }
    stepped.text('Done');
    stepped.finish();
    await stream.toEnd();
    // At once, while the end of the run may still be on its way to the disk.
    const share = await made(cookie, shareBody(stream.runId));
    expect((await storedShare(share.id)).snapshot).toMatchObject({
      status: 'complete',
      outputs: [{ text: 'Done' }],
      pace: [[expect.any(Number), 0, 4]],
    });
  });

  it('is refused with a field to blame', async () => {
    const { cookie } = await newVisitor();
    const runId = await aRun(cookie);
    const cases: [object, string][] = [
      [shareBody(runId, { expiresAt: '2020-01-01T00:00:00.000Z' }), 'expiresAt'],
      [shareBody(runId, { expiresAt: 'tomorrow' }), 'expiresAt'],
      [shareBody(runId, { title: ' ' }), 'title'],
      [{ ...shareBody(runId), runId: undefined }, 'runId'],
      [shareBody(runId, { redactions: Array.from({ length: 15 }, () => 'x'.repeat(10_000)) }), 'redactions'],
    ];
    for (const [body, param] of cases) {
      const answer = await post(cookie, body);
      expect(answer.status, answer.text).toBe(400);
      expect(answer.json).toMatchObject({ error: { code: 'invalid_request', param } });
    }
    const elsewhere = await newVisitor();
    expect((await post(elsewhere.cookie, shareBody(runId))).status).toBe(404);
    await callRoute(run.DELETE, { method: 'DELETE', cookie, params: { runId } });
    expect((await post(cookie, shareBody(runId))).status).toBe(404);
  });

  it('is refused when it is too much for one, by the preview already', async () => {
    const { user, cookie } = await newVisitor();
    // A picture as base64: one word of several megabytes.
    const runs = [exampleRun({ outputs: [output('aB3'.repeat(3_000_000))] })];
    expect((await importRunsOf(user.id, runs, logger)).imported).toBe(1);
    const runId = (await readRunPage(user.id, { limit: 1 })).runs[0]?.id ?? '';
    for (const answer of [await look(cookie, shareBody(runId)), await post(cookie, shareBody(runId))]) {
      expect(answer.json).toMatchObject({ error: { code: 'conflict', param: 'include' } });
    }
    const include = { ...shareBody(runId).include, outputs: false };
    expect((await look(cookie, shareBody(runId, { include }))).status).toBe(200);
  });

  it('is looked over less often the larger it is', async () => {
    const { user, cookie } = await newVisitor();
    await importRunsOf(user.id, [exampleRun({ outputs: [output('words '.repeat(1_300_000))] })], logger);
    const runId = (await readRunPage(user.id, { limit: 1 })).runs[0]?.id ?? '';
    const statuses: number[] = [];
    while (statuses.length < 30 && !statuses.includes(429)) {
      statuses.push((await look(cookie, shareBody(runId))).status);
    }
    expect(statuses.length).toBeGreaterThan(10);
    expect(statuses.at(-1)).toBe(429);
  });

  it('is revoked for good, once', async () => {
    const { cookie } = await newVisitor();
    const { id } = await made(cookie, shareBody(await aRun(cookie)));
    expect((await revoke(cookie, id)).status).toBe(204);
    expect((await revoke(cookie, id)).status).toBe(404);
    const [share] = (await page(cookie)).shares;
    expect(share).toMatchObject({ id, status: 'revoked', path: null, revokedAt: expect.any(String) });
    expect(await storedShare(id)).toMatchObject({ snapshot: null, sealedSlug: '' });
    const edit = await callRoute(one.PATCH, {
      method: 'PATCH',
      cookie,
      params: { shareId: id },
      body: { expiresAt: null },
    });
    expect(edit.status).toBe(409);
  });

  it('is revoked with all others of its owner, and of nobody else', async () => {
    const { cookie } = await newVisitor();
    const other = await newVisitor();
    const runId = await aRun(cookie);
    for (let count = 0; count < 3; count += 1) await made(cookie, shareBody(runId));
    await made(other.cookie, shareBody(await aRun(other.cookie)));
    await revoke(cookie, (await page(cookie)).shares[0]?.id ?? '');
    const all = () => callRoute(list.DELETE, { method: 'DELETE', cookie });
    expect((await all()).json).toEqual({ revoked: 2 });
    expect((await all()).json).toEqual({ revoked: 0 });
    expect((await page(cookie)).shares.map(({ status }) => status)).toEqual(Array(3).fill('revoked'));
    expect((await page(other.cookie)).shares.map(({ status }) => status)).toEqual(['open']);
  });

  it('ends when it is to, sooner or later', async () => {
    const { cookie } = await newVisitor();
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const share = await made(cookie, shareBody(await aRun(cookie), { expiresAt: inAnHour }));
    expect(share).toMatchObject({ status: 'open', expiresAt: inAnHour });
    const edit = (expiresAt: string | null) =>
      callRoute(one.PATCH, { method: 'PATCH', cookie, params: { shareId: share.id }, body: { expiresAt } });
    expect((await edit(null)).json).toEqual({ ...share, expiresAt: null });
    expect((await edit('2020-01-01T00:00:00.000Z')).status).toBe(400);
    await overwriteShare(share.id, { expiresAt: new Date(Date.now() - 1) });
    expect((await page(cookie)).shares).toMatchObject([{ status: 'expired', path: null }]);
    expect((await edit(null)).status).toBe(409);
  });

  it('is one of many, which come in pages and by run', async () => {
    const { cookie } = await newVisitor();
    const [runId, other] = [await aRun(cookie), await aRun(cookie)];
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      ids.unshift((await made(cookie, shareBody(count === 2 ? other : runId))).id);
    }
    const first = await page(cookie, '?limit=2');
    const second = await page(cookie, `?limit=2&before=${first.next}`);
    const third = await page(cookie, `?limit=2&before=${second.next}`);
    const pages = [first, second, third];
    expect(pages.flatMap(({ shares }) => shares.map(({ id }) => id))).toEqual(ids);
    expect(pages.map(({ next }) => next === null)).toEqual([false, false, true]);
    expect((await page(cookie, `?runId=${other}`)).shares.map(({ id }) => id)).toEqual([ids[2]]);
  });

  it.each([
    ['keep', 'open'],
    ['revoke', 'revoked'],
    [undefined, 'open'],
  ])('of a run that is deleted with links=%s is %s', async (links, status) => {
    const { cookie } = await newVisitor();
    const [alone, many] = [await aRun(cookie), await aRun(cookie)];
    for (const runId of [alone, many]) await made(cookie, shareBody(runId));
    await callRoute(run.DELETE, {
      method: 'DELETE',
      cookie,
      path: `/api/runs/${alone}${links === undefined ? '' : `?links=${links}`}`,
      params: { runId: alone },
    });
    const body = { action: 'delete', ids: [many], ...(links !== undefined && { links }) };
    await callRoute(bulk.POST, { method: 'POST', cookie, body });
    expect((await callRoute(run.GET, { cookie, params: { runId: alone } })).status).toBe(404);
    expect((await page(cookie)).shares).toMatchObject([
      { status, runId: null, promptPreview: null },
      { status, runId: null, promptPreview: null },
    ]);
  });

  it('has a slug that is bound to it, and is wrapped again with a new master key', async () => {
    const { cookie } = await newVisitor();
    const runId = await aRun(cookie);
    const [share, other] = [await made(cookie, shareBody(runId)), await made(cookie, shareBody(runId))];
    const old = `test:${Buffer.alloc(32, 1).toString('base64')}`;
    const next = `next:${Buffer.alloc(32, 2).toString('base64')}`;
    const paths = async () => (await page(cookie)).shares.map(({ path }) => path);
    setEnv({ ENCRYPTION_KEYS: `${next},${old}` });
    expect((await rewrapStoredKeys([SEALED_SLUGS])).failed).toBe(0);
    setEnv({ ENCRYPTION_KEYS: next });
    expect(await paths()).toEqual([other.path, share.path]);
    // The next test reads its keys with the usual master key.
    setEnv({ ENCRYPTION_KEYS: `${old},${next}` });
    await rewrapStoredKeys([SEALED_SLUGS]);
    setEnv({});
    const logs = captureLogs();
    const { sealedSlug } = await storedShare(other.id);
    await overwriteShare(share.id, { sealedSlug });
    expect(await paths()).toEqual([other.path, null]);
    expect(logs.text()).toContain("couldn't decrypt a link's slug");
    expect(logs.text()).not.toContain(other.path?.slice(3));
    logs.stop();
  });
});
