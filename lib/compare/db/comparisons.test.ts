import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { planOfVariants } from '@/lib/compare/model/plan-cells';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { insertRun } from '@/lib/runs/db/insert-run';
import { settleRun } from '@/lib/runs/db/save-run';
import { listComparisons } from './comparison-list';
import { lastRunsOf, readSweepRuns, runsSince } from './comparison-runs';
import { addVote, listVotes } from './comparison-votes';
import {
  createComparison,
  deleteComparison,
  getComparison,
  restoreComparison,
  sweepDeletedComparisons,
  updateComparison,
} from './comparisons';

const planWith = (prompt: string) =>
  planOfVariants({ prompt }, [
    { id: 'a', name: null, connectionId: 'practice', model: 'm', settings: DEFAULT_SETTINGS },
  ]);
const PLAN = planWith('A prompt \ud83e with what no database can hold: \u0000');

describeOnBothDatabases('comparisons', () => {
  async function aComparison() {
    const { id: userId } = await aUser();
    const made = await createComparison(userId, { plan: PLAN, title: 'Title' });
    if (made === null) throw new Error('not made');
    return { userId, made, id: made.id };
  }

  async function aCell(userId: string, comparisonId: string, cell: string, text: string | null) {
    const run = aRun(userId, { comparisonId, cell, idempotencyHash: `hash of ${cell}` });
    await insertRun(run);
    if (text !== null) {
      const state = emptyRunState(1);
      state.status = 'complete';
      state.choices[0] = {
        index: 0,
        text,
        finishReason: 'stop',
        tokens: [
          { text, logprob: -1, top: [] },
          { text: '', logprob: -2, top: [] },
        ],
      };
      await settleRun(run.id, { state, outputPreview: text });
    }
    return run.id;
  }

  it('comes back as it was saved', async () => {
    const { userId, made } = await aComparison();
    expect(made).toMatchObject({ title: 'Title', note: null, plan: PLAN, links: 0 });
    expect(await getComparison(userId, made.id)).toEqual(made);
    expect(await createComparison('nobody', { plan: PLAN })).toBeNull();
  });

  it('is nobody else’s', async () => {
    const { made, id } = await aComparison();
    const { id: otherTenant } = await aUser();
    expect(await getComparison(otherTenant, id)).toBeNull();
    expect(await updateComparison(otherTenant, id, { updatedAt: made.updatedAt, title: 'x' })).toMatchObject({
      reason: 'not_found',
    });
    expect(await deleteComparison(otherTenant, id, 'revoke')).toBe(false);
    await addVote(id, { cell: 'a', note: null, shown: ['a'] });
    expect(await listVotes(otherTenant, id)).toEqual([]);
    expect(await lastRunsOf(otherTenant, id)).toEqual([]);
  });

  it('gives every change another moment, however quickly they come', async () => {
    const { userId, made, id } = await aComparison();
    const moments = [made.updatedAt];
    for (let at = 0; at < 20; at += 1) {
      const changed = await updateComparison(userId, id, { updatedAt: moments.at(-1) ?? '', title: `${at}` });
      if (!changed.ok) throw new Error(changed.reason);
      moments.push(changed.comparison.updatedAt);
    }
    expect(new Set(moments).size).toBe(21);
    expect([...moments].sort()).toEqual(moments);
    const late = await updateComparison(userId, id, { updatedAt: made.updatedAt, title: 'late' });
    expect(late).toEqual({ ok: false, reason: 'changed_meanwhile' });
  });

  it('knows the last run of each cell, and counts those', async () => {
    const { userId, id } = await aComparison();
    await aCell(userId, id, 'a', 'old');
    const b = await aCell(userId, id, 'b', null);
    const a = await aCell(userId, id, 'a', 'new');
    await aCell(userId, (await aComparison()).id, 'a', 'of another');
    const last = await lastRunsOf(userId, id);
    expect(last.sort((one, other) => (one.cell < other.cell ? -1 : 1))).toEqual([
      { cell: 'a', runId: a, contentHash: 'hash of a', isComplete: true, isOpen: false },
      { cell: 'b', runId: b, contentHash: 'hash of b', isComplete: false, isOpen: true },
    ]);
    expect(await runsSince(userId, id, b)).toEqual([{ runId: a, cell: 'a' }]);
    expect(await runsSince(userId, id, id)).toHaveLength(3);
    const page = await listComparisons(userId, { limit: 10 });
    expect(page.comparisons[0]?.counts).toEqual({ complete: 1, streaming: 1 });
    const runs = await readSweepRuns(userId, id, [a, b, 'no such run']);
    expect(runs.size).toBe(2);
    expect(runs.get(a)?.choices).toEqual([
      { index: 0, text: 'new', length: 3, finishReason: 'stop', meanLogprob: -1.5, tokenCount: 2 },
    ]);
    expect(runs.get(b)).toMatchObject({ id: b, status: 'streaming', choices: [] });
    expect(runs.get(a)?.isPart).toBeUndefined();
    expect((await readSweepRuns((await aUser()).id, id, [a])).size).toBe(0);
    expect((await readSweepRuns(userId, (await aComparison()).id, [a])).size).toBe(0);
  });

  it('reads no more of the text of many runs than of a few, and says where there is more', async () => {
    const { userId, id } = await aComparison();
    const text = 'é𝄞'.repeat(10_000);
    const long = await aCell(userId, id, 'a', text);
    const short = await aCell(userId, id, 'b', 'short');
    const alone = (await readSweepRuns(userId, id, [long])).get(long);
    expect(alone?.choices[0]?.text).toHaveLength(16_000);
    expect(text.startsWith(alone?.choices[0]?.text ?? '')).toBe(true);
    expect(alone?.isPart).toBe(true);
    // As for a comparison with 5,000 cells; the other ids are of runs that are gone.
    const ids = [long, short, ...Array.from({ length: 4_998 }, (_, at) => `gone-${at}`)];
    const among = await readSweepRuns(userId, id, ids);
    expect([...among.keys()].sort()).toEqual([long, short].sort());
    const [choice] = among.get(long)?.choices ?? [];
    expect(choice?.text).toHaveLength(800);
    expect(text.startsWith(choice?.text ?? '')).toBe(true);
    // In code points where it was not read: never less than there are characters.
    expect(choice?.length).toBeGreaterThan(19_000);
    expect(choice?.length).toBeLessThanOrEqual(text.length);
    expect(among.get(short)?.choices[0]).toMatchObject({ text: 'short', length: 5 });
    // Its probabilities are left out, and it says so.
    expect(among.get(short)).toMatchObject({ isPart: true });
    expect((await readSweepRuns(userId, id, [short])).get(short)?.isPart).toBeUndefined();
  });

  it('is found by its title and its prompt, as runs are: whatever the script, the form and the case', async () => {
    const { id: userId } = await aUser();
    const add = async (title: string, prompt: string) =>
      (await createComparison(userId, { plan: planWith(prompt), title }))?.id;
    const russian = await add('Большой Ёж', 'x');
    const french = await add('x', "un cafe\u0301, c’est l'été");
    const japanese = await add('x', '今日は東京都で');
    const percent = await add('100% sure_', 'x');
    const find = async (q: string) =>
      (await listComparisons(userId, { q, limit: 10 })).comparisons.map(({ id }) => id);
    for (const q of ['большой еж', 'БОЛЬШОЙ', 'льшо', 'ё']) expect(await find(q), q).toEqual([russian]);
    for (const q of ['café', 'CAFE', "c'est", 'l’ete']) expect(await find(q), q).toEqual([french]);
    expect(await find('東京')).toEqual([japanese]);
    for (const q of ['0% s', 'E_']) expect(await find(q), q).toEqual([percent]);
    expect(await find('\\')).toEqual([]);
  });

  it('is found by the end of a long prompt, among many', async () => {
    const { id: userId } = await aUser();
    const ids: (string | undefined)[] = [];
    for (let at = 0; at < 45; at += 1) {
      const prompt = at % 20 === 0 ? `${'Wort '.repeat(20_000)} Schluß ${at}` : 'kurz';
      ids.push((await createComparison(userId, { plan: planWith(prompt) }))?.id);
    }
    const { comparisons } = await listComparisons(userId, { q: 'SCHLUSS', limit: 10 });
    expect(comparisons.map(({ id }) => id).toSorted()).toEqual([ids[0], ids[20], ids[40]].toSorted());
  });

  it('takes its runs and votes with it', async () => {
    const { userId, made, id } = await aComparison();
    const a = await aCell(userId, id, 'a', 'text');
    const mine = await aRun(userId);
    await insertRun(mine);
    await addVote(id, { cell: null, note: 'Both', shown: ['a'] });
    expect(await deleteComparison(userId, id)).toBe(true);
    expect(await lastRunsOf(userId, id)).toEqual([]);
    expect(await restoreComparison(userId, id)).toBe(true);
    expect(await getComparison(userId, id)).toEqual(made);
    expect((await lastRunsOf(userId, id)).map(({ runId }) => runId)).toEqual([a]);
    expect(await restoreComparison(userId, id)).toBe(false);
    await deleteComparison(userId, id);
    expect(await sweepDeletedComparisons(new Date(0))).toBe(0);
    await sweepDeletedComparisons(new Date(Date.now() + 1));
    expect(await getDb().comparison.count({ where: { id } })).toBe(0);
    expect(await getDb().comparisonVote.count({ where: { comparisonId: id } })).toBe(0);
    expect(await getDb().run.count({ where: { id: { in: [a, mine.id] } } })).toBe(1);
  });

  it('is deleted with the links that show it or its runs, and no others', async () => {
    const { userId, id } = await aComparison();
    const runId = await aCell(userId, id, 'a', 'text');
    const other = (await createComparison(userId, { plan: PLAN }))?.id;
    const share = (of: object) =>
      getDb().share.create({
        data: { id: randomUUID(), userId, slugHash: randomUUID(), sealedSlug: 's', snapshot: {}, ...of },
      });
    const shares = [
      await share({ comparisonId: id }),
      await share({ runId }),
      await share({ comparisonId: other }),
      await share({}),
    ];
    expect((await getComparison(userId, id))?.links).toBe(1);
    expect(await deleteComparison(userId, id, 'revoke')).toBe(true);
    const rows = await getDb().share.findMany({ where: { userId } });
    const open = shares.map((made) => rows.find((row) => row.id === made.id)?.snapshot !== null);
    expect(open).toEqual([false, false, true, true]);
    expect(rows.filter(({ sealedSlug }) => sealedSlug === '')).toHaveLength(2);
    expect(await restoreComparison(userId, id)).toBe(true);
    expect((await getComparison(userId, id))?.links).toBe(0);
  });
});
