import { expect, it } from 'vitest';
import * as runs from '@/app/api/runs/route';
import * as completions from '@/app/v1/completions/route';
import { readRun, readRunPage } from '@/lib/history/server/read-runs';
import { createToken } from '@/lib/public-api/server/tokens';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';

/** About a million tokens. */
const LONG = `The first lighthouse of the story. ${'A word 🌍 and "another".\n'.repeat(155_000)}The very end.`;

describeRuns('a prompt of four megabytes', ({ upstream, connect }) => {
  async function aCaller() {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    const { secret } = await createToken(user.id, { name: 'Long', expiresInDays: 7 });
    const headers = { authorization: `Bearer ${secret}`, 'x-connection': 'Test upstream' };
    const complete = (prompt: string | number[]) =>
      callRoute(completions.POST, { method: 'POST', headers, body: { model: 'm', prompt } });
    return { user, cookie, connectionId, complete };
  }

  it('goes through /v1 and from the page, whole, and is in the history, found by its beginning', async () => {
    const { user, cookie, connectionId, complete } = await aCaller();
    upstream().always(answers.asRequested('An end'));
    expect(Buffer.byteLength(LONG)).toBeGreaterThan(4_000_000);
    expect((await complete(LONG)).status).toBe(200);
    const received = await upstream().received(1);
    expect((received.json as { prompt: string }).prompt === LONG).toBe(true);
    const body = runBody({ model: 'm', prompt: LONG }, { connectionId });
    const started = await callRoute(runs.POST, { method: 'POST', cookie, body });
    expect(started.status).toBe(200);
    expect(started.text).toContain('run-end');

    for (const q of [undefined, 'lighthouse', '"lighthouse of the story"', 'An end']) {
      const { runs: found } = await readRunPage(user.id, { limit: 5, ...(q && { q }) });
      expect(
        found.map(({ status }) => status),
        q,
      ).toEqual(['complete', 'complete']);
      expect(found[0]?.promptPreview).toMatch(/^The first lighthouse of the story\. A word/);
      expect(found[0]?.promptPreview.length).toBeLessThanOrEqual(200);
    }
    const { runs: found } = await readRunPage(user.id, { limit: 5 });
    for (const { id } of found) expect((await readRun(user.id, id)).request.prompt === LONG).toBe(true);
  });

  it('may be a million token ids, which are stored as they came', async () => {
    const { user, complete } = await aCaller();
    const ids = Array.from({ length: 1_000_000 }, (_, at) => (at * 7_919) % 100_000);
    upstream().always(answers.plain('An end'));
    expect((await complete(ids)).status).toBe(200);
    const sent = (await upstream().received(1)).json as { prompt: number[] };
    expect(JSON.stringify(sent.prompt) === JSON.stringify(ids)).toBe(true);
    const { runs: found } = await readRunPage(user.id, { limit: 5 });
    expect(found[0]?.promptPreview).toMatch(/^\[0, 7919, 15838, /);
    expect(found[0]?.promptPreview.length).toBeLessThanOrEqual(200);
    const stored = (await readRun(user.id, found[0]?.id ?? '')).request.prompt;
    expect(JSON.stringify(stored) === JSON.stringify(ids)).toBe(true);
  });

  it('may have eight, and no more', async () => {
    const { complete, user } = await aCaller();
    const longer = await complete('x'.repeat(8 * 1024 * 1024));
    expect(longer.status).toBe(413);
    expect(longer.json).toMatchObject({ error: { message: 'The request body is larger than 8 MB.' } });
    upstream().always(answers.plain('Here'));
    expect((await complete('x'.repeat(8 * 1024 * 1024 - 100))).status).toBe(200);
    await eventually(async () => {
      const { runs: found } = await readRunPage(user.id, { limit: 5 });
      return found.some(({ status }) => status === 'complete');
    });
  });
});
