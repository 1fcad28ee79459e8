import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as exportRoute from '@/app/api/comparisons/[comparisonId]/export/route';
import * as importRoute from '@/app/api/comparisons/import/route';
import * as comparisons from '@/app/api/comparisons/route';
import * as runsImport from '@/app/api/runs/import/route';
import {
  type ExportedComparison,
  exportedComparisonSchema,
  exportedPlanSchema,
} from '@/lib/compare/model/comparison-export';
import { type ComparisonDetail, comparisonSchema } from '@/lib/compare/model/comparisons';
import { exportedPlan } from '@/lib/compare/model/export-records';
import { fromOlderForm } from '@/lib/compare/model/older-plans';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf, kindOf, requestOfCell } from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { readComparison } from '@/lib/compare/server/read-comparison';
import { createScheduler } from '@/lib/compare/server/scheduler';
import { startComparison } from '@/lib/compare/server/start-comparison';
import { planOfShared } from '@/lib/links/client/reader/open-shared-comparison';
import { readCopy } from '@/lib/links/server/copy-cache';
import { withComparisonToCopy } from '@/lib/links/server/copy-comparison';
import { insertOlderRows } from '@/lib/platform/db/testing/older-rows';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { quietComparison } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { withKindsOfAxes, writtenByE6429e6c } from '@/lib/testing/older-comparisons';

/** Eight columns; a sweep of 5 × 4 × 3; three columns with prompts of their own: each run, and shared by a link. */
const older = writtenByE6429e6c();
const INCLUDE = { prompt: true, parameters: true, outputs: true, probabilities: false, timings: true };

it('an exported file is read, with its plan as it is now', () => {
  const read = exportedComparisonSchema.parse(older.file);
  expect(read).toMatchObject({
    version: 1,
    cells: older.file.cells,
    votes: [{ cell: 'b', shown: ['b', 'a'] }],
  });
  expect(read.plan.axes).toMatchObject([
    {
      variants: [{ id: 'a', connectionName: 'Practice model' }, { prompt: ['One', 'Two'] }, { asIds: true }],
    },
  ]);
});

describeRuns('comparisons of before there was one plan', ({ setEnv }) => {
  it('open, run, are exported and shared as they were', async () => {
    const { user, cookie } = await newVisitor();
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });
    const userId = user.id;
    await insertOlderRows(older.rows, userId);
    // One of its own: in the other database they have the same ids.
    const scheduler = createScheduler();
    const sizes: (readonly [string, number])[] = [];
    for (const row of older.rows.comparisons) {
      const detail = await readComparison(userId, row.id, scheduler);
      const { plan } = detail.comparison;
      expect(plan).toEqual(fromOlderForm(row.plan));
      expect(detail.kind).toBe(row.kind);
      sizes.push([detail.kind, detail.cells.length]);
      // Every run is still that of its cell, so nothing is left to run.
      for (const { isUpToDate, run } of detail.cells)
        expect([isUpToDate, run?.status]).toEqual([true, 'complete']);
      const start = (cells: 'remaining' | string[]) =>
        startComparison(userId, row.id, { idempotencyKey: randomUUID(), cells }, scheduler);
      expect((await start('remaining')).total).toBe(0);

      // A new link shows what the one of before shows.
      const share = older.rows.shares.find(({ comparisonId }) => comparisonId === row.id);
      const before = await readCopy(share?.id ?? '', () => undefined);
      expect(before?.shared).toEqual(withKindsOfAxes(share?.snapshot));
      if (before?.shared.kind !== 'comparison') throw new Error('no comparison');
      const { sharedAt, title } = before.shared;
      const terms = { title, include: INCLUDE, redactions: [], sharedAt };
      const now = await withComparisonToCopy(userId, row.id, terms, ({ copy }) => copy(terms), scheduler);
      expect(withoutPace(now)).toEqual(withoutPace(before.shared));
      const forked = planOfShared(before.shared, []).plan;
      expect([kindOf(forked), cellsOf(forked).length]).toEqual([kindOf(plan), cellsOf(plan).length]);

      const exported = exportedPlan(plan, () => 'Mine');
      const read = exportedPlanSchema.parse(JSON.parse(JSON.stringify(exported)));
      expect(read.axes.map(({ kind }) => kind)).toEqual(plan.axes.map(({ kind }) => kind));
      expect(exportedPlanSchema.parse(read)).toEqual(read);

      // Its file has all of it, and comes back; tables have a line for each output.
      const texts = textsOf(detail);
      const file = exportedComparisonSchema.parse(JSON.parse(await fileOf(cookie, row.id, 'json')));
      expect(file.cells.map(({ cell }) => cell)).toEqual(cellsOf(plan));
      expect(file.runs.flatMap(({ outputs }) => outputs.map(({ text }) => text)).toSorted()).toEqual(
        texts.map(({ text }) => text).toSorted(),
      );
      expect(textsOf(await importedFile(cookie, userId, file))).toEqual(texts);
      const lines = (await fileOf(cookie, row.id, 'jsonl')).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line)).map(({ cell, text }) => ({ cell, text }))).toEqual(texts);
      expect((await fileOf(cookie, row.id, 'csv')).trimEnd().split('\r\n')).toHaveLength(1 + texts.length);
      expect(await fileOf(cookie, row.id, 'md')).toContain('practice-1');

      // All of it runs again, every time with the same texts: there is a seed. The texts of before are of an older
      // version of the practice model.
      const known = new Set(detail.cells.map(({ run }) => run?.id));
      const runAgain = async () => {
        expect((await start(cellsOf(plan))).total).toBe(cellsOf(plan).length);
        await quietComparison(userId, row.id, scheduler);
        const again = await readComparison(userId, row.id, scheduler);
        expect(again.cells.map(({ isUpToDate, run }) => [isUpToDate, run?.status])).toEqual(
          again.cells.map(() => [true, 'complete']),
        );
        expect(again.cells.filter(({ run }) => known.has(run?.id))).toEqual([]);
        for (const { run } of again.cells) known.add(run?.id);
        return textsOf(again);
      };
      const said = await runAgain();
      expect(said.map(({ cell }) => cell)).toEqual(texts.map(({ cell }) => cell));
      expect(await runAgain()).toEqual(said);
    }
    expect(sizes.toSorted()).toEqual([
      ['columns', 3],
      ['columns', 8],
      ['sweep', 60],
    ]);
  });

  it('come back from a file of before, with their runs and votes', async () => {
    const { user, cookie } = await newVisitor();
    const read = exportedComparisonSchema.parse(older.file);
    const detail = await importedFile(cookie, user.id, read);
    expect(detail.votes).toMatchObject([{ cell: 'b', shown: ['b', 'a'] }]);
    expect(textsOf(detail)).toEqual(
      read.cells.flatMap(({ cell, runId }) =>
        (read.runs.find(({ id }) => id === runId)?.outputs ?? []).map(({ text }) => ({ cell, text })),
      ),
    );
  });

  it('are created by scripts with the bodies that they sent', async () => {
    const { cookie } = await newVisitor();
    for (const body of older.newComparisons) {
      const answer = await callRoute(comparisons.POST, { method: 'POST', cookie, body });
      expect(answer.status, answer.text).toBe(201);
      const { plan } = comparisonSchema.parse(answer.json);
      expect(requestsOf(plan)).toEqual(requestsOf(fromOlderForm(body.plan) as ComparisonPlan));
      expect(cellName(plan, cellsOf(plan)[1] ?? '')).toBe(
        kindOf(plan) === 'sweep' ? 'Temperature 0, Top P 0.5, repeat 1' : 'Column B',
      );
    }
  });
});

const requestsOf = (plan: ComparisonPlan) => cellsOf(plan).map((cell) => [cell, requestOfCell(plan, cell)]);

/** Of every cell each output, in the order of the plan. */
function textsOf(detail: ComparisonDetail): { cell: string; text: string }[] {
  const choices =
    detail.kind === 'columns'
      ? detail.cells.map(({ cell, run }) => ({ cell, choices: run?.state.choices ?? [] }))
      : detail.cells.map(({ cell, run }) => ({ cell, choices: run?.choices ?? [] }));
  return choices.flatMap(({ cell, choices: of }) => of.map(({ text }) => ({ cell, text })));
}

async function fileOf(cookie: string, comparisonId: string, format: string): Promise<string> {
  const answer = await callRoute(exportRoute.GET, {
    cookie,
    params: { comparisonId },
    path: `/?format=${format}`,
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.text;
}

/** As the page imports it: the comparison, then its runs as copies with ids of their own. */
async function importedFile(
  cookie: string,
  userId: string,
  { title, note, votes, plan, cells, runs }: ExportedComparison,
): Promise<ComparisonDetail> {
  const post = { method: 'POST', cookie };
  const made = await callRoute(importRoute.POST, { ...post, body: { title, note, votes, plan } });
  expect(made.status, made.text).toBe(201);
  const { id } = comparisonSchema.parse(made.json);
  const cellOf = new Map(cells.map(({ cell, runId }) => [runId, cell]));
  const body = {
    runs: runs.map((run, at) => ({
      ...run,
      id: `${id}-${at}`,
      comparison: { id, cell: cellOf.get(run.id) },
    })),
  };
  const answer = await callRoute(runsImport.POST, { ...post, body });
  expect(answer.json).toMatchObject({ imported: runs.length, refused: [] });
  return readComparison(userId, id);
}

/** The runs were kept without it. */
function withoutPace(shared: object): unknown {
  return JSON.parse(JSON.stringify(shared, (key, value) => (key === 'pace' ? undefined : value)));
}
