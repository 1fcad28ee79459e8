import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as comparisons from '@/app/api/comparisons/route';
import { exportedComparisonSchema, exportedPlanSchema } from '@/lib/compare/model/comparison-export';
import { comparisonSchema } from '@/lib/compare/model/comparisons';
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
import { readToCopy } from '@/lib/links/server/copy-comparison';
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

describeRuns('comparisons of before there was one plan', () => {
  it('open, run, are exported and shared as they were', async () => {
    const { user } = await newVisitor();
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
      const now = (await readToCopy(userId, row.id, INCLUDE, scheduler)).copy({
        title,
        include: INCLUDE,
        redactions: [],
        sharedAt,
      });
      expect(withoutPace(now)).toEqual(withoutPace(before.shared));
      const forked = planOfShared(before.shared, []).plan;
      expect([kindOf(forked), cellsOf(forked).length]).toEqual([kindOf(plan), cellsOf(plan).length]);

      const exported = exportedPlan(plan, () => 'Mine');
      const read = exportedPlanSchema.parse(JSON.parse(JSON.stringify(exported)));
      expect(read.axes.map(({ kind }) => kind)).toEqual(plan.axes.map(({ kind }) => kind));
      expect(exportedPlanSchema.parse(read)).toEqual(read);

      const last = cellsOf(plan).at(-1) ?? '';
      await start([last]);
      await quietComparison(userId, row.id, scheduler);
      const ran = (await readComparison(userId, row.id, scheduler)).cells.find(({ cell }) => cell === last);
      expect(ran).toMatchObject({ isUpToDate: true, run: { status: 'complete' } });
      expect(ran?.run?.id).not.toBe(detail.cells.at(-1)?.run?.id);
    }
    expect(sizes.toSorted()).toEqual([
      ['columns', 3],
      ['columns', 8],
      ['sweep', 60],
    ]);
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

/** The runs were kept without it. */
function withoutPace(shared: object): unknown {
  return JSON.parse(JSON.stringify(shared, (key, value) => (key === 'pace' ? undefined : value)));
}
