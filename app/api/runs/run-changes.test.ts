import { expect, it } from 'vitest';
import { GET as getRun } from '@/app/api/runs/[runId]/route';
import { runPageSchema } from '@/lib/history/model/run-page';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { getStoredOutputs } from '@/lib/runs/db/stored-request';
import type { RunDetail, StartRun } from '@/lib/runs/model/runs';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { GET as getRuns, POST as postRun } from './route';

describeRuns('a line of the history', () => {
  async function visitor() {
    const { cookie, user } = await newVisitor();
    const run = async (request: Partial<CompletionRequest>, more: Partial<StartRun> = {}) => {
      const body = runBody({ max_tokens: 2, ...request }, more);
      const stream = await openStream(postRun, { method: 'POST', cookie, body });
      await stream.toEnd();
      return stream.runId;
    };
    const lines = async () =>
      runPageSchema.parse((await callRoute(getRuns, { cookie })).json).runs.map(({ changes }) => changes);
    const detail = async (runId: string) =>
      (await callRoute(getRun, { cookie, params: { runId } })).json as RunDetail;
    return { userId: user.id, run, lines, detail };
  }

  it('says what a run changed when it changed settings alone', async () => {
    const { run, lines, detail } = await visitor();
    const first = await run({ temperature: 0.2 });
    const edited = (parentId: string) => ({ parentId, branch: { kind: 'edit' as const } });
    const second = await run({ temperature: 0.9, suffix: 'x'.repeat(500) }, edited(first));
    await run({ temperature: 0.9, prompt: 'Once upon a time, differently' }, edited(second));
    const same = await run({ temperature: 0.9, suffix: 'x'.repeat(500) }, edited(second));
    await run({ temperature: 1 }, { parentId: first, branch: { kind: 'regenerate' } });
    const changes = [
      { name: 'temperature', before: '0.2', after: '0.9' },
      { name: 'suffix', before: null, after: 'x'.repeat(60) },
    ];
    // Newest first: regenerated, the very same, another prompt, other settings, the first.
    expect(await lines()).toEqual([undefined, undefined, undefined, changes, undefined]);
    expect((await detail(second)).branch).toEqual({ kind: 'edit', changes });
    expect((await detail(same)).branch).toEqual({ kind: 'regenerate' });
  });

  it('is no branch of a run that its prompt does not come from', async () => {
    const { userId, run, detail } = await visitor();
    const first = await run({ prompt: 'The recipe calls for' });
    const edit = { parentId: first, branch: { kind: 'edit' as const } };
    const origin = async (runId: string) => {
      const { parentId, branch } = await detail(runId);
      return { parentId, kind: branch?.kind ?? null };
    };
    const unrelated = { parentId: null, kind: null };
    const related = { parentId: first, kind: 'edit' };
    expect(await origin(await run({ prompt: 'The capital of France is' }, edit))).toEqual(unrelated);
    expect(await origin(await run({ prompt: 'My recipe calls for' }, edit))).toEqual(related);
    expect(await origin(await run({ prompt: 'The recipe calls for two eggs' }, edit))).toEqual(related);
    // Nor is another text in the same template.
    const template = (text: string) => `Translate English to French.\n\nEnglish: ${text}\nFrench:`;
    const station = await run({ prompt: template('Where is the nearest station?') });
    // Its output counts as well, once it is stored: a moment after the end of its stream.
    await expect
      .poll(() => getStoredOutputs(userId, station, { choices: 1, characters: 99 }))
      .not.toEqual([]);
    const afterStation = { parentId: station, branch: { kind: 'edit' as const } };
    const bread = { prompt: template('My brother has bought two loaves of bread.') };
    expect(await origin(await run(bread, afterStation))).toEqual(unrelated);
    const rewritten = { prompt: template('Where is the nearest bus station, please?') };
    expect(await origin(await run(rewritten, afterStation))).toEqual({ ...related, parentId: station });
    const append = { parentId: first, branch: { kind: 'append' as const, choiceIndex: 0 } };
    expect(await origin(await run({ prompt: 'def add(a, b):' }, append))).toEqual(unrelated);
    // What it wrote is its text as well.
    const long = await run({ prompt: 'Once upon a time there was a', max_tokens: 40, temperature: 0 });
    const output = (await detail(long)).state.choices[0]?.text ?? '';
    expect(output.length).toBeGreaterThan(40);
    // The stream of a run may end a moment before its row does.
    await expect
      .poll(() => getStoredOutputs(userId, long, { choices: 2, characters: 50_000 }))
      .toEqual([output]);
    expect(await getStoredOutputs(userId, long, { choices: 1, characters: 5 })).toEqual([output.slice(0, 5)]);
    expect(await getStoredOutputs('somebody else', long, { choices: 1, characters: 5 })).toEqual([]);
    // The same text may stand there as ids.
    expect(await origin(await run({ prompt: [464, 8364] }, edit))).toEqual(related);
    const cut = { parentId: long, branch: { kind: 'edit' as const } };
    expect(await origin(await run({ prompt: output.slice(8) }, cut))).toEqual({ ...related, parentId: long });
  });

  it('takes them from nobody but the server', async () => {
    const { run, lines } = await visitor();
    const first = await run({});
    const changes = [{ name: 'seed' as const, before: null, after: 'not true' }];
    await run({}, { parentId: first, branch: { kind: 'edit', changes } as StartRun['branch'] });
    expect(await lines()).toEqual([undefined, undefined]);
  });
});
