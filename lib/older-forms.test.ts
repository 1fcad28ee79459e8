import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromOlderForm } from '@/lib/compare/model/older-plans';
import { comparisonPlanSchema } from '@/lib/compare/model/plan';
import { readComparison } from '@/lib/compare/server/read-comparison';
import { readFileRun } from '@/lib/history/model/export/read-exported-run';
import { readRun } from '@/lib/history/server/read-runs';
import { planOfShared } from '@/lib/links/client/reader/open-shared-comparison';
import { readCopy } from '@/lib/links/server/copy-cache';
import { insertOlderRows, type OlderRows } from '@/lib/platform/db/testing/older-rows';
import { aUser } from '@/lib/platform/db/testing/records';
import { draftPrompt, readDraft } from '@/lib/playground/client/draft';
import { listPresets } from '@/lib/playground/db/presets';
import { completionRequestSchema } from '@/lib/protocol/request/request-schema';
import { buildRequest, readSettings } from '@/lib/protocol/request/settings';
import { trustedRunDetailSchema } from '@/lib/runs/client/run-detail-schema';
import { describeRuns } from '@/lib/testing/describe-runs';
import { withKindsOfAxes } from '@/lib/testing/older-comparisons';

/**
 * What the version before fields of other servers, prompts of ids and costs wrote: its own functions made these texts and
 * rows (commit 204e732). All of it is read unchanged.
 */
const older = JSON.parse(
  readFileSync(new URL('./testing/written-by-204e732.jsonl', import.meta.url), 'utf8'),
) as {
  readonly draft: string;
  readonly newComparisons: readonly string[];
  readonly rows: OlderRows;
  readonly exported: { readonly runs: readonly Record<string, unknown>[] };
};

it('a draft in the browser is read whole, and asks for the same', () => {
  const read = readDraft(older.draft);
  const { draft } = JSON.parse(older.draft);
  expect(read?.whole).toBe(true);
  expect(read?.draft).toMatchObject(draft);
  expect(read?.draft.asIds).toBe(false);
  expect(read && draftPrompt(read.draft)).toEqual(draft.prompts);
});

it('comparisons that were being composed in the browser stay what they are', () => {
  expect(older.newComparisons).toHaveLength(2);
  for (const text of older.newComparisons) {
    const { plan } = JSON.parse(text);
    expect(comparisonPlanSchema.parse(plan)).toEqual(fromOlderForm(plan));
  }
});

it('runs of an exported file are read whole', () => {
  expect(older.exported.runs).toHaveLength(older.rows.runs.length);
  for (const run of older.exported.runs) {
    expect(readFileRun({ text: JSON.stringify(run), number: 1, line: 1 })).toEqual({ ok: true, run });
  }
});

describeRuns('rows of an older version', () => {
  it('are read as they were written', async () => {
    const { id: userId } = await aUser();
    const { rows } = older;
    await insertOlderRows(rows, userId);

    const presets = await listPresets(userId);
    expect(presets).toHaveLength(2);
    for (const { id, settings } of presets) {
      const stored = rows.presets.find((row) => row.id === id)?.settings as {
        values: object;
        sent: string[];
      };
      expect(settings).toEqual(stored);
      const read = readSettings(settings);
      expect(read?.values).toEqual(stored.values);
      // `stream` is always among them.
      expect(new Set(read?.sent)).toEqual(new Set([...stored.sent, 'stream']));
      const request = read && buildRequest({ model: 'm', prompt: 'p', settings: read }).request;
      expect(Object.keys(request ?? {})).toEqual(expect.arrayContaining(stored.sent));
    }

    for (const row of rows.runs) {
      const detail = trustedRunDetailSchema.parse(JSON.parse(JSON.stringify(await readRun(userId, row.id))));
      expect(detail.request).toEqual(row.request);
      expect(completionRequestSchema.parse(detail.request)).toEqual(row.request);
      const texts = rows.choices.filter(({ runId }) => runId === row.id).map(({ text }) => text);
      expect(detail.state.choices.map(({ text }) => text).sort()).toEqual(texts.sort());
      expect(detail.state).toMatchObject({ status: 'complete', usage: row.usage, timings: row.timings });
      expect(detail.cost).toBeUndefined();
    }

    for (const row of rows.comparisons) {
      const { comparison, ...detail } = await readComparison(userId, row.id);
      expect(comparison.plan).toEqual(fromOlderForm(row.plan));
      // Its runs are still those of the plan, so nothing is to be run again.
      const states = 'cells' in detail ? detail.cells : [];
      expect(states.length).toBeGreaterThan(1);
      for (const state of states) expect(state).toMatchObject({ isUpToDate: true });
    }

    for (const row of rows.shares) {
      const copy = await readCopy(row.id, () => undefined);
      expect(copy?.shared).toEqual(withKindsOfAxes(row.snapshot));
      if (copy?.shared.kind !== 'comparison') continue;
      const { plan } = planOfShared(copy.shared, []);
      expect(plan.base.prompt).toEqual(copy.shared.prompt);
      expect(comparisonPlanSchema.parse(plan)).toEqual(plan);
    }
  });
});
