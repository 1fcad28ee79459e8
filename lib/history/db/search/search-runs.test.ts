import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import type { RunFilter } from '@/lib/history/model/run-search';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { insertRun, type NewRun } from '@/lib/runs/db/insert-run';
import { interruptOrphans } from '@/lib/runs/db/process-lease';
import { deleteRuns, restoreRuns } from '@/lib/runs/db/run-history';
import { settleRun } from '@/lib/runs/db/save-run';
import { filterChoices } from './filter-choices';
import { searchRuns } from './search-runs';

interface Made {
  prompt?: string | string[];
  output?: string;
  finishReason?: string;
  status?: RunState['status'];
  durationMs?: number;
  tokens?: number;
  logprobs?: boolean;
  fields?: Partial<NewRun>;
}

async function make(userId: string, made: Made): Promise<string> {
  const prompt = made.prompt ?? 'Once upon a time';
  const run = aRun(userId, {
    request: { model: 'practice', prompt, stream: true },
    promptPreview: [prompt].flat().join(' ').slice(0, 200),
    ...made.fields,
  });
  await insertRun(run);
  if (made.status === 'streaming') return run.id;
  const state = emptyRunState(1);
  state.status = made.status ?? 'complete';
  state.choices[0] = {
    index: 0,
    text: made.output ?? '',
    finishReason: made.finishReason ?? 'stop',
    tokens: made.logprobs ? [{ text: 'x', logprob: -1, top: [] }] : null,
  };
  state.timings = { ...state.timings, durationMs: made.durationMs ?? null };
  if (made.tokens !== undefined) {
    state.usage = { promptTokens: 1, completionTokens: made.tokens, totalTokens: made.tokens + 1 };
  }
  await settleRun(run.id, { state, outputPreview: (made.output ?? '').slice(0, 200) });
  return run.id;
}

async function find(userId: string, filter: RunFilter, limit = 50): Promise<string[]> {
  return (await searchRuns(userId, { ...filter, limit })).runs.map(({ id }) => id);
}

/** All pages, three at a time, as a reader scrolls through them. */
async function walk(userId: string, filter: RunFilter): Promise<string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const page = await searchRuns(userId, { ...filter, before, limit: 3 });
    ids.push(...page.runs.map(({ id }) => id));
    if (page.next === null) return ids;
    before = page.next;
  }
  throw new Error('no end');
}

/** All that an array of Postgres, a word of FTS5 or a list in an address could trip over. */
const ODD_MODEL = 'gpt, "x\\{y}\' NULL';

describeOnBothDatabases('searching runs', () => {
  it('finds beginnings of words in prompts, outputs, titles and notes', async () => {
    const { id: userId } = await aUser();
    const prompt = await make(userId, { prompt: 'The lighthouse keeper' });
    const list = await make(userId, { prompt: ['first', 'the Lighthouses of Brittany'] });
    const output = await make(userId, { output: `${'word '.repeat(500)}LIGHTHOUSE.` });
    const titled = await make(userId, {});
    await getDb().run.update({ where: { id: titled }, data: { title: 'About a lighthouse' } });
    const noted = await make(userId, {});
    await getDb().run.update({ where: { id: noted }, data: { note: 'compare: lighthouse' } });
    await make(userId, { prompt: 'delighthouse' });
    expect(await find(userId, { q: 'light' })).toContain(noted);
    expect(await find(userId, { q: 'lighthouse brittany' })).toEqual([list]);
    expect(await find(userId, { q: '"lighthouse keeper"' })).toEqual([prompt]);
    expect(await find(userId, { q: '"keeper lighthouse"' })).toEqual([]);
    expect((await find(userId, { q: '"lighthouse"' })).toSorted()).toEqual(
      [prompt, output, titled, noted].toSorted(),
    );
    await getDb().run.update({ where: { id: titled }, data: { title: null } });
    expect(await find(userId, { q: '"lighthouse"' })).not.toContain(titled);
  });

  it('finds with and without accents, and words with punctuation between them', async () => {
    const { id: userId } = await aUser();
    const accented = await make(userId, { prompt: 'Un CAFÉ crème' });
    const path = await make(userId, {
      prompt: 'see src/parser.ts, v2.10 (gpt-4o), a@example.org and/or café',
    });
    expect(await find(userId, { q: 'cafe' })).toEqual([path, accented]);
    expect(await find(userId, { q: 'Café cre' })).toEqual([accented]);
    for (const q of ['parser', 'parser.ts', 'gpt-4o', '4o', 'example', 'or', 'src/parser', '2.10']) {
      expect(await find(userId, { q }), q).toEqual([path]);
    }
  });

  it('finds substrings of what a line shows', async () => {
    const { id: userId } = await aUser();
    const one = await make(userId, { prompt: 'Autocompletion, 100% of it' });
    const two = await make(userId, { output: 'A COMPLÉTION' });
    await make(userId, { prompt: 'complicated' });
    expect(await find(userId, { q: 'pletion' })).toEqual([two, one]);
    expect(await find(userId, { q: 'ompletio uto' })).toEqual([one]);
    expect(await find(userId, { q: '00%' })).toEqual([one]);
    expect(await walk(userId, { q: 'completion' })).toEqual([two, one]);
  });

  it('takes any text for a search', async () => {
    const { id: userId } = await aUser();
    await make(userId, { prompt: 'plain' });
    const odd = [
      '"',
      '""',
      '*',
      'a*b',
      'AND',
      'NOT plain OR',
      'facets:u1',
      '(',
      "'",
      '\\',
      '%',
      '_',
      '?!',
      ':*',
      '!&|<->',
      'x\0y',
    ];
    for (const q of odd) expect(Array.isArray(await find(userId, { q })), q).toBe(true);
    expect(await find(userId, { q: '  ' })).toHaveLength(1);
    expect(await find(userId, { q: '…' })).toEqual([]);
  });

  it('filters, and joins filters', async () => {
    const { id: userId } = await aUser();
    const a = await make(userId, { fields: { model: ODD_MODEL, connectionId: 'c1' }, logprobs: true });
    const b = await make(userId, {
      fields: { model: 'm-é', connectionId: 'c2', source: 'api' },
      status: 'failed',
    });
    const c = await make(userId, { fields: { model: 'm-é', connectionId: 'c1' }, finishReason: 'length' });
    const live = await make(userId, { fields: { model: 'm-é' }, status: 'streaming' });
    await getDb().run.update({ where: { id: c }, data: { starred: true } });
    await getDb().runTag.createMany({
      data: [
        { runId: a, userId, tag: 'red' },
        { runId: c, userId, tag: 'red' },
        { runId: c, userId, tag: 'dark blue' },
      ],
    });
    expect(await find(userId, { model: [ODD_MODEL] })).toEqual([a]);
    expect(await find(userId, { model: ['m-é'] })).toEqual([live, c, b]);
    expect(await find(userId, { model: ['m-é', ODD_MODEL], connection: ['c1'] })).toEqual([c, a]);
    expect(await find(userId, { status: ['failed', 'streaming'] })).toEqual([live, b]);
    expect(await find(userId, { source: ['api'] })).toEqual([b]);
    expect(await find(userId, { finish: ['length'] })).toEqual([c]);
    expect(await find(userId, { probabilities: true })).toEqual([a]);
    expect(await find(userId, { starred: true })).toEqual([c]);
    expect(await find(userId, { tag: ['red'] })).toEqual([c, a]);
    expect(await find(userId, { tag: ['red', 'dark blue'] })).toEqual([c]);
    expect(await find(userId, { tag: ['red'], q: 'upon', starred: true, sort: 'longest' })).toEqual([c]);
    expect(await find(userId, { model: ['nothing'] })).toEqual([]);
    await getDb().runTag.deleteMany({ where: { runId: c, tag: 'red' } });
    expect(await find(userId, { tag: ['red'] })).toEqual([a]);
    // By another process, since this one has no lease.
    await interruptOrphans('another process', null);
    expect(await find(userId, { status: ['interrupted'] })).toEqual([live]);
    expect(await filterChoices(userId)).toEqual({
      models: [ODD_MODEL, 'm-é'],
      connections: ['c1', 'c2', 'practice'].map((id) => ({ id, name: 'Practice model' })),
      tags: ['dark blue', 'red'],
    });
  });

  it('shows nobody anything of another, whatever is asked', async () => {
    const { id: userId } = await aUser();
    const otherTenant = await aUser();
    const id = await make(userId, { prompt: 'a secret lighthouse' });
    await getDb().runTag.create({ data: { runId: id, userId, tag: 'mine' } });
    for (const filter of [
      {},
      { q: 'lighthouse' },
      { q: 'ghthous' },
      { tag: ['mine'] },
      { status: ['complete' as const] },
    ]) {
      expect(await find(otherTenant.id, filter)).toEqual([]);
      expect(await find(otherTenant.id, { ...filter, sort: 'longest' })).toEqual([]);
      expect(await find(userId, filter)).toEqual([id]);
    }
    expect(await filterChoices(otherTenant.id)).toEqual({ models: [], connections: [], tags: [] });
  });

  it('forgets what is deleted, and knows it again when it is back', async () => {
    const { id: userId } = await aUser();
    const id = await make(userId, { prompt: 'lighthouse' });
    await deleteRuns(userId, [id]);
    expect(await find(userId, { q: 'lighthouse' })).toEqual([]);
    await getDb().runTag.create({ data: { runId: id, userId, tag: 'late' } });
    expect(await find(userId, { tag: ['late'] })).toEqual([]);
    await restoreRuns(userId, [id]);
    expect(await find(userId, { q: 'lighthouse', tag: ['late'] })).toEqual([id]);
    await getDb().run.delete({ where: { id } });
    expect(await find(userId, { q: 'lighthouse' })).toEqual([]);
    expect(await find(userId, { q: 'ighthous' })).toEqual([]);
  });

  it('keeps to the days', async () => {
    const { id: userId } = await aUser();
    const id = await make(userId, { prompt: 'today' });
    const day = new Date().toISOString().slice(0, 10);
    for (const more of [{}, { q: 'today' }, { q: 'oda' }, { sort: 'longest' as const }]) {
      expect(await find(userId, { from: day, to: day, ...more })).toEqual([id]);
      expect(await find(userId, { from: '2001-01-01', to: '2001-01-02', ...more })).toEqual([]);
      expect(await find(userId, { from: '2999-01-01', ...more })).toEqual([]);
    }
  });

  it('says where the hit is that a line does not show', async () => {
    const { id: userId } = await aUser();
    const deep = await make(userId, { output: `${'far '.repeat(200)} the lighthouse at last` });
    const shown = await make(userId, { prompt: 'lighthouse' });
    const titled = await make(userId, { prompt: 'An old lighthouse' });
    await getDb().run.update({ where: { id: titled }, data: { title: 'At sea' } });
    const page = await searchRuns(userId, { q: 'lighthouse', limit: 10 });
    expect(page.runs.map(({ id }) => id)).toEqual([titled, shown, deep]);
    expect(page.hits).toEqual({
      [titled]: { field: 'prompt', text: 'An old lighthouse' },
      [deep]: { field: 'output', text: expect.stringContaining('the lighthouse at last') },
    });
  });

  describe('sorts, page after page, every run once', () => {
    it.each([
      ['newest', (made: { id: string }[]) => made.map(({ id }) => id).reverse()],
      ['oldest', (made: { id: string }[]) => made.map(({ id }) => id)],
      [
        'longest',
        (made: { id: string; durationMs?: number }[]) =>
          made
            .map((run, at) => ({ ...run, at }))
            .sort((a, b) => (b.durationMs ?? -1) - (a.durationMs ?? -1) || b.at - a.at)
            .map(({ id }) => id),
      ],
      [
        'most_tokens',
        (made: { id: string; tokens?: number }[]) =>
          made
            .map((run, at) => ({ ...run, at }))
            .sort((a, b) => (b.tokens ?? -1) - (a.tokens ?? -1) || b.at - a.at)
            .map(({ id }) => id),
      ],
    ] as const)('%s', async (sort, expected) => {
      const { id: userId } = await aUser();
      const made: { id: string; durationMs?: number; tokens?: number; odd: boolean }[] = [];
      for (let at = 0; at < 14; at += 1) {
        // Ties, and runs without the figure.
        const durationMs = at % 5 === 0 ? undefined : (at * 7) % 4;
        const tokens = at % 4 === 0 ? undefined : (at * 3) % 5;
        const odd = at % 2 === 1;
        const prompt = odd ? 'odd lighthouse' : 'even house delight';
        const id = await make(userId, { prompt, durationMs, tokens, status: odd ? 'complete' : 'stopped' });
        made.push({ id, durationMs, tokens, odd });
      }
      const all = expected(made as never);
      const odd = all.filter((id) => made.find((run) => run.id === id)?.odd);
      expect(await walk(userId, { sort })).toEqual(all);
      expect(await walk(userId, { sort, status: ['complete'] })).toEqual(odd);
      expect(await walk(userId, { sort, q: 'lighthouse' })).toEqual(odd);
      // Some by a word, then those by a substring.
      const even = all.filter((id) => !odd.includes(id));
      expect(await walk(userId, { sort, q: 'light' })).toEqual([...odd, ...even]);
    });

    it('takes a beginning that is none for the beginning', async () => {
      const { id: userId } = await aUser();
      const id = await make(userId, {});
      for (const before of ['x', uuidv7(), '1:2:3']) {
        expect((await searchRuns(userId, { before, limit: 5 })).runs.map((run) => run.id)).toEqual([id]);
      }
    });
  });
});
