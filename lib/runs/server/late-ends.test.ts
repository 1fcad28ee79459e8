import { expect, it } from 'vitest';
import { sweep } from '@/lib/boot';
import { readRun } from '@/lib/history/server/read-runs';
import { insertRun } from '@/lib/runs/db/insert-run';
import { getRun } from '@/lib/runs/db/run-history';
import { settleRun } from '@/lib/runs/db/save-run';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { runBody } from '@/lib/testing/runs';
import { saveLater, sweepLateEnds } from './late-ends';
import { createLiveRun } from './live-run';
import { processId } from './process-id';
import { runRegistry } from './registry';

const LATER = 10 * 60_000;

describeRuns('an end that could not be saved', ({ kind }) => {
  let number = 0;

  /** A run whose row says `streaming`, and whose end was given up, as after a minute without a database. */
  async function givenUp(save: 'works' | 'fails') {
    const { user } = await newVisitor();
    const runId = `0189000${kind === 'sqlite' ? 0 : 1}-0000-7000-8000-00000000010${number++}`;
    const key = `key-${runId}`;
    const { request } = runBody();
    await insertRun({
      id: runId,
      userId: user.id,
      source: 'playground',
      sourceName: null,
      connectionId: 'practice',
      connectionName: 'Practice model',
      model: request.model,
      request,
      retries: null,
      idempotencyKey: key,
      idempotencyHash: key,
      parentId: null,
      branch: null,
      processId: processId(),
      choiceCount: 1,
      promptPreview: 'x',
    });
    const identity = { runId, createdAt: new Date().toISOString(), choiceCount: 1 };
    const { run, controls } = createLiveRun({
      identity,
      userId: user.id,
      idempotencyKey: key,
      idempotencyHash: key,
      grace: null,
    });
    runRegistry().add(run);
    const timings = { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 };
    run.log.append([
      { type: 'run-start', ...identity },
      { type: 'text-delta', index: 0, text: 'all that came' },
      { type: 'run-end', status: 'complete', timings },
    ]);
    run.log.end();
    let works = save === 'works';
    saveLater(run, {
      save: async () => works && settleRun(runId, { state: run.log.state, outputPreview: 'all that came' }),
      onSaved: () => {
        controls.markSettled(true);
        runRegistry().retire(run);
      },
    });
    controls.markSettled(false);
    return {
      run,
      row: () => getRun(user.id, runId),
      shown: () => readRun(user.id, runId),
      repair: () => {
        works = true;
      },
    };
  }

  it('is shown as it ended, holds no slot, and is saved by the sweep', async () => {
    const { run, row, shown, repair } = await givenUp('fails');
    expect(runRegistry().openCount()).toBe(0);
    expect((await row())?.status).toBe('streaming');
    expect(await shown()).toMatchObject({
      status: 'complete',
      state: { choices: [{ text: 'all that came' }] },
    });
    await sweep(Date.now() + LATER);
    expect((await row())?.status).toBe('streaming');
    repair();
    await sweep(Date.now() + LATER);
    expect(await row()).toMatchObject({
      status: 'complete',
      state: { choices: [{ text: 'all that came' }] },
    });
    expect(run.isSettled()).toBe(true);
    expect(runRegistry().unsaved()).toEqual([]);
  });

  it('that the database never takes becomes interrupted in the end', async () => {
    const { run, row } = await givenUp('fails');
    for (let tries = 0; tries < 6; tries += 1) await sweepLateEnds(runRegistry(), Date.now() + LATER);
    expect((await row())?.status).toBe('interrupted');
    expect(runRegistry().find(run.userId, run.identity.runId)).toBeNull();
  });

  it('leaves alone what this process is writing, and rows that are new', async () => {
    const { run, row } = await givenUp('fails');
    await sweepLateEnds(runRegistry(), Date.now() + LATER);
    expect((await row())?.status).toBe('streaming');
    runRegistry().remove(run);
    await sweepLateEnds(runRegistry(), Date.now());
    expect((await row())?.status).toBe('streaming');
    await sweepLateEnds(runRegistry(), Date.now() + LATER);
    expect((await row())?.status).toBe('interrupted');
  });
});
