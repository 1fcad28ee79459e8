import { describe, expect, it } from 'vitest';
import { searchRuns } from '@/lib/history/db/search/search-runs';
import { runPageSchema } from '@/lib/history/model/run-page';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { runDetailSchema } from '@/lib/runs/model/runs';
import { insertRun } from './insert-run';
import { deleteRuns, getRun, restoreRuns, runExists, sweepDeletedRuns } from './run-history';
import { checkpointRuns, settleRun } from './save-run';

const NASTY = 'NUL \0, half \ud83d, whole 😀, \u001a, "quotes" \\u0000 \r\n';

function finished(status: 'complete' | 'failed' = 'complete'): RunState {
  const state = emptyRunState(1);
  const token = { text: NASTY, logprob: -0.123456789012345, top: [{ text: '\0', logprob: -1e-7 }] };
  applyRunEvent(state, { type: 'text-delta', index: 0, text: NASTY, tokens: [token] });
  applyRunEvent(state, { type: 'choice-end', index: 0, finishReason: 'stop' });
  applyRunEvent(state, {
    type: 'usage',
    usage: { promptTokens: 1, completionTokens: 2, totalTokens: null },
  });
  const timings = { sentMs: 1, headersMs: 2.5, firstTokenMs: 3, durationMs: 40.25 };
  applyRunEvent(state, { type: 'run-end', status, timings });
  return state;
}

describeOnBothDatabases('runs', () => {
  it('come back exactly as they were sent and answered', async () => {
    const { id: userId } = await aUser();
    const request = {
      model: 'm',
      prompt: [NASTY, ''],
      temperature: 0.1,
      logit_bias: { '50256': -100, '11': 0.5 },
      stop: ['\0', '\ud83d'],
    };
    const run = aRun(userId, { request, branch: { kind: 'branch', choiceIndex: 0, tokenIndex: 3 } });
    const inserted = await insertRun(run);
    expect(inserted.ok).toBe(true);
    const state = finished();
    expect(await settleRun(run.id, { state, outputPreview: 'out' })).toBe(true);

    const detail = await getRun(userId, run.id);
    expect(JSON.stringify(detail?.request)).toBe(JSON.stringify(request));
    expect(detail).toMatchObject({
      id: run.id,
      status: 'complete',
      outputPreview: 'out',
      durationMs: 40,
      branch: { kind: 'branch', choiceIndex: 0, tokenIndex: 3 },
      retries: null,
      state,
    });
    expect(runDetailSchema.parse(detail)).toEqual(detail);
  });

  it('show their checkpoints while they stream, and empty choices for what has not come', async () => {
    const { id: userId } = await aUser();
    const run = aRun(userId, { choiceCount: 3 });
    await insertRun(run);
    expect((await getRun(userId, run.id))?.state).toEqual(emptyRunState(3));

    const token = { text: 'b', logprob: null, top: [] };
    const choice = { index: 1, finishReason: null };
    await checkpointRuns([
      { runId: run.id, choices: [{ ...choice, text: 'b', tokens: [token] }], outputPreview: 'b' },
    ]);
    await checkpointRuns([{ runId: run.id, choices: [{ ...choice, text: 'bc' }], outputPreview: 'bc' }]);
    const detail = await getRun(userId, run.id);
    expect(detail?.outputPreview).toBe('bc');
    expect(detail?.state.choices.map(({ text }) => text)).toEqual(['', 'bc', '']);
    // Tokens that were not given stay.
    expect(detail?.state.choices[1]?.tokens).toEqual([token]);
  });

  it('are saved together, each with its own text, and an ended one stays as it ended', async () => {
    const { id: userId } = await aUser();
    const runs = Array.from({ length: 60 }, () => aRun(userId, { choiceCount: 2 }));
    for (const run of runs) await insertRun(run);
    const token = { text: NASTY, logprob: -0.5, top: [] };
    const save = (round: number) =>
      checkpointRuns(
        runs.map(({ id }, at) => ({
          runId: id,
          outputPreview: `${round} ${at}`,
          choices: [
            // Every other run brings its tokens; those of the others stay.
            {
              index: at % 2,
              text: `${NASTY}${round} ${at}`,
              finishReason: null,
              ...(at % 2 === round % 2 && { tokens: [{ ...token, logprob: -1 - at }] }),
            },
          ],
        })),
      );
    const ended = 7;
    expect(await save(0)).toEqual(runs.map(() => true));
    expect(await settleRun(runs[ended]?.id ?? '', { state: finished(), outputPreview: 'end' })).toBe(true);
    const settled = await getRun(userId, runs[ended]?.id ?? '');
    expect(settled?.status).toBe('complete');
    expect(await save(1)).toEqual(runs.map((_, at) => at !== ended));
    for (const [at, { id }] of runs.entries()) {
      const run = await getRun(userId, id);
      if (at === ended) {
        expect(run).toEqual(settled);
        continue;
      }
      expect(run?.outputPreview).toBe(`1 ${at}`);
      expect(run?.state.choices[at % 2]).toMatchObject({
        text: `${NASTY}1 ${at}`,
        tokens: [{ ...token, logprob: -1 - at }],
      });
      expect(run?.state.choices[1 - (at % 2)]?.text).toBe('');
    }
  });

  it('keep choices that a server sent beyond what was requested', async () => {
    const { id: userId } = await aUser();
    const run = aRun(userId);
    await insertRun(run);
    const choices = [{ index: 2, text: 'extra', finishReason: null }];
    await checkpointRuns([{ runId: run.id, choices, outputPreview: 'extra' }]);
    expect((await getRun(userId, run.id))?.state.choices.map(({ text }) => text)).toEqual(['', '', 'extra']);
  });

  it('end once, and no late checkpoint takes the end back', async () => {
    const { id: userId } = await aUser();
    const run = aRun(userId);
    await insertRun(run);
    const ends = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        settleRun(run.id, { state: finished(i % 2 ? 'failed' : 'complete'), outputPreview: String(i) }),
      ),
    );
    expect(ends.filter(Boolean)).toHaveLength(1);
    const settled = await getRun(userId, run.id);
    expect(settled?.outputPreview).toBe(String(ends.indexOf(true)));
    await checkpointRuns([
      { runId: run.id, choices: [{ index: 0, text: 'late', finishReason: null }], outputPreview: 'late' },
    ]);
    expect(await getRun(userId, run.id)).toEqual(settled);
    expect(await settleRun('nothing', { state: finished(), outputPreview: '' })).toBe(false);
  });

  it('are started once for one press, however often it arrives', async () => {
    const { id: userId } = await aUser();
    const other = await aUser();
    const startRequest = { idempotencyKey: crypto.randomUUID(), idempotencyHash: 'hash' };
    const results = await Promise.all(
      Array.from({ length: 10 }, () => insertRun(aRun(userId, startRequest))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const { runs } = await searchRuns(userId, { limit: 10 });
    expect(runs).toHaveLength(1);
    for (const result of results) {
      if (!result.ok && result.reason === 'idempotency_key_used')
        expect(result.existing).toEqual({ id: runs[0]?.id, idempotencyHash: 'hash' });
    }
    expect((await insertRun(aRun(other.id, startRequest))).ok).toBe(true);
    expect(await insertRun(aRun('nobody'))).toEqual({ ok: false, reason: 'no_user' });
    // No key, no limit.
    expect((await insertRun(aRun(userId))).ok && (await insertRun(aRun(userId))).ok).toBe(true);
  });

  it('know a parent of the same user only', async () => {
    const { id: userId } = await aUser();
    const otherTenant = await aUser();
    const parent = aRun(userId);
    await insertRun(parent);
    const child = aRun(userId, { parentId: parent.id });
    const thief = aRun(otherTenant.id, { parentId: parent.id });
    const orphan = aRun(userId, { parentId: 'gone' });
    for (const run of [child, thief, orphan]) expect((await insertRun(run)).ok).toBe(true);
    expect((await getRun(userId, child.id))?.parentId).toBe(parent.id);
    expect((await getRun(otherTenant.id, thief.id))?.parentId).toBeNull();
    expect((await getRun(userId, orphan.id))?.parentId).toBeNull();
  });

  describe('in the history', () => {
    it('are paged newest first, without a gap or a double while new ones come', async () => {
      const { id: userId } = await aUser();
      const ids: string[] = [];
      for (let i = 0; i < 7; i += 1) {
        const run = aRun(userId);
        ids.unshift(run.id);
        await insertRun(run);
      }
      const seen: string[] = [];
      for (let before: string | undefined; ; ) {
        const page = runPageSchema.parse(await searchRuns(userId, { before, limit: 3 }));
        seen.push(...page.runs.map(({ id }) => id));
        await insertRun(aRun(userId));
        if (page.next === null) break;
        before = page.next;
      }
      expect(seen).toEqual(ids);
      expect((await searchRuns(userId, { limit: 10 })).next).toBeNull();
    });

    it('are not there for anybody else', async () => {
      const { id: userId } = await aUser();
      const otherTenant = await aUser();
      const run = aRun(userId);
      await insertRun(run);
      expect(await searchRuns(otherTenant.id, { limit: 10 })).toEqual({ runs: [], next: null });
      expect(await getRun(otherTenant.id, run.id)).toBeNull();
      expect(await runExists(otherTenant.id, run.id)).toBe(false);
      expect(await runExists(userId, run.id)).toBe(true);
      expect(await deleteRuns(otherTenant.id, [run.id])).toBe(0);
      await deleteRuns(userId, [run.id]);
      expect(await restoreRuns(otherTenant.id, [run.id])).toBe(0);
    });

    it('can be deleted, brought back, and swept for good', async () => {
      const { id: userId } = await aUser();
      const runs = [aRun(userId), aRun(userId), aRun(userId)];
      for (const run of runs) await insertRun(run);
      const [first, second, third] = runs.map(({ id }) => id) as [string, string, string];
      const child = aRun(userId, { parentId: first });
      await insertRun(child);
      await checkpointRuns([
        { runId: first, choices: [{ index: 0, text: 'x', finishReason: null }], outputPreview: 'x' },
      ]);

      expect(await deleteRuns(userId, [first, second, 'nothing'])).toBe(2);
      expect(await deleteRuns(userId, [first])).toBe(0);
      expect((await searchRuns(userId, { limit: 10 })).runs.map(({ id }) => id)).toEqual([child.id, third]);
      expect(await getRun(userId, first)).toBeNull();
      expect(await restoreRuns(userId, [second, third])).toBe(1);
      expect(await runExists(userId, second)).toBe(true);

      expect(await sweepDeletedRuns(new Date(Date.now() - 60_000))).toBe(0);
      expect(await sweepDeletedRuns(new Date(Date.now() + 60_000))).toBeGreaterThan(0);
      expect(await restoreRuns(userId, [first])).toBe(0);
      expect(await getDb().runChoice.count({ where: { runId: first } })).toBe(0);
      expect((await getRun(userId, child.id))?.parentId).toBeNull();
    });
  });
});
