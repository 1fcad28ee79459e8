import { describe, expect, it } from 'vitest';
import type { Check } from '@/lib/compare/model/checks';
import { comparisonPlanSchema } from '@/lib/compare/model/plan';
import { requestOfCell } from '@/lib/compare/model/plan-cells';
import { planOfShared } from '@/lib/links/client/reader/open-shared-comparison';
import { copyComparison } from '@/lib/links/model/copy-comparison';
import type { SharableRun, ShareTerms } from '@/lib/links/model/copy-run';
import { REDACTED } from '@/lib/links/model/redact';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { sharedComparisonSchema } from '@/lib/links/model/shared-comparison';
import { sharedMeasures, sharedVerdicts } from '@/lib/links/model/shared-measures';
import { sharedComparisonTexts } from '@/lib/links/model/shared-texts';
import { withholdHints } from '@/lib/links/model/withhold-hints';
import { aSharedComparison } from '@/lib/protocol/fixtures/shared-comparison';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { withCheckedOutputs } from './check-copy';

const CHECKS: Check[] = [
  { id: 'a', kind: 'contains', value: 'sea', matchCase: false },
  { id: 'b', kind: 'matches', value: 'B[o]b', matchCase: true },
  { id: 'c', kind: 'length', unit: 'tokens', min: 1, max: 5 },
  { id: 'd', kind: 'json', keys: ['Bob Keeper'] },
];
const PLAN = comparisonPlanSchema.parse({
  kind: 'columns',
  prompt: 'Once',
  columns: ['one', 'two', 'three'].map((id) => ({
    id,
    name: null,
    connectionId: 'x',
    model: 'm',
    settings: { values: {}, sent: [] },
  })),
  checks: CHECKS,
});

function run(cell: string, text: string, status: 'complete' | 'stopped' = 'complete'): [string, SharableRun] {
  const request = requestOfCell(PLAN, cell)?.request;
  if (!request) throw new Error('no cell');
  const choices = [{ index: 0, text, finishReason: 'stop', tokens: null }];
  const usage = { promptTokens: 1, completionTokens: 4, totalTokens: 5 };
  return [cell, { status, request, state: { ...emptyRunState(1), status, choices, usage }, pace: null }];
}
const RUNS = new Map([
  run('one', ' to the sea'),
  run('two', ' with Bob Keeper to the sea'),
  run('three', ' and', 'stopped'),
]);

const pause = async () => {};
const ALL = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
const copied = async (change: Partial<ShareTerms> = {}): Promise<SharedComparison> => {
  const terms = {
    title: null,
    include: ALL,
    redactions: [],
    sharedAt: '2026-11-01T10:00:00.000Z',
    ...change,
  };
  const shared = await withCheckedOutputs(await copyComparison({ plan: PLAN, runs: RUNS }, terms, pause));
  expect(sharedComparisonSchema.parse(JSON.parse(JSON.stringify(shared)))).toEqual(shared);
  expect(withholdHints(shared)).toEqual(shared);
  return shared;
};
const passes = (shared: SharedComparison) =>
  sharedVerdicts(shared).map(([verdicts]) => verdicts?.map(({ pass }) => pass) ?? null);

describe('the checks of a shared comparison', () => {
  it('come with their verdicts; a run that was stopped has none', async () => {
    const shared = await copied();
    expect(shared.checks).toEqual(CHECKS);
    expect(passes(shared)).toEqual([[true, false, true, false], [true, true, true, false], null]);
    const [first, , third] = sharedMeasures(shared);
    expect(first?.[0]?.values).toMatchObject({ passed: 0, 'check:a': 1, 'check:b': 0, 'check:d': 0 });
    expect(third?.[0]?.values).toMatchObject({ passed: null, 'check:a': null });
  });

  it('are private texts like all others', async () => {
    const texts = await sharedComparisonTexts(await copied(), pause);
    expect(texts.filter(({ field }) => field === 'checks')).toEqual([
      { field: 'checks', text: 'sea' },
      { field: 'checks', text: 'B[o]b' },
      { field: 'checks', text: 'Bob Keeper' },
    ]);
  });

  it('tell nothing about what is hidden', async () => {
    const shared = await copied({ redactions: ['Bob Keeper'] });
    expect(JSON.stringify(shared)).not.toMatch(/Bob|B\[o\]b/);
    expect(shared.checks).toMatchObject([{ value: 'sea' }, { value: REDACTED }, {}, { keys: [REDACTED] }]);
    // The token count is a hint, too, and left out with the rest.
    expect(passes(shared)).toEqual([[true, null, null, null], [null, null, null, null], null]);
    // A part of what is hidden.
    const part = await copied({ redactions: ['the sea of Bob Keeper'] });
    expect(part.checks?.[0]).toMatchObject({ value: 'sea' });
    const whole = await copied({ redactions: ['sea'] });
    expect(whole.checks?.[0]).toMatchObject({ value: REDACTED });
    expect(passes(whole)[0]?.[0]).toBe(null);
  });

  it('are left out with the outputs, and without token counts where these are left out', async () => {
    const shared = await copied({ include: { ...ALL, outputs: false } });
    expect(shared).not.toHaveProperty('checks');
    expect(JSON.stringify(shared)).not.toContain('verdicts');
    expect(passes(await copied({ include: { ...ALL, timings: false } }))[0]).toEqual([
      true,
      false,
      null,
      false,
    ]);
  });

  it('are in the reader’s own comparison, but for hidden ones', async () => {
    const { plan } = planOfShared(await copied({ redactions: ['Bob Keeper'] }), []);
    expect(plan.checks).toEqual([CHECKS[0], CHECKS[2]]);
    expect(comparisonPlanSchema.parse(plan)).toEqual(plan);
    // A link from before there were checks.
    expect(planOfShared(aSharedComparison(), []).plan).not.toHaveProperty('checks');
    expect(sharedVerdicts(aSharedComparison())).toEqual([[], [], []]);
  });

  it('has a verdict for every small text, and stops at a bound for too much work', async () => {
    const heavy: Check[] = Array.from({ length: 20 }, (_, at) => ({
      id: `h${at}`,
      kind: 'matches',
      value: `(?:[ab]{0,30}c?){20}${at}`,
      matchCase: true,
    }));
    const runs = new Map([run('one', 'ab'.repeat(18_000)), run('two', 'a'), run('three', '1')]);
    const terms = { title: null, include: ALL, redactions: [], sharedAt: '2026-11-01T10:00:00.000Z' };
    const plan = { ...PLAN, checks: heavy };
    const shared = await withCheckedOutputs(await copyComparison({ plan, runs }, terms, pause));
    const [verdicts = []] = sharedVerdicts(shared)[0] ?? [];
    expect(verdicts).toHaveLength(20);
    expect(verdicts.at(-1)).toEqual({ pass: null, why: 'too much text to check' });
    // The same at every time: a preview and its link have the same digest.
    expect(await withCheckedOutputs(await copyComparison({ plan, runs }, terms, pause))).toEqual(shared);
  });
});

it('a check whose value overlaps a hidden text at an end does not show it', async () => {
  const values = ['Johnson today', 'Dear Alice', 'the sea', 'son of'];
  const checks = values.map(
    (value, at): Check => ({ id: `${at}`, kind: 'contains', value, matchCase: false }),
  );
  const sharedAt = '2026-11-01T10:00:00.000Z';
  const terms = { title: null, include: ALL, redactions: ['Alice Johnson'], sharedAt };
  const copy = await copyComparison({ plan: { ...PLAN, checks }, runs: RUNS }, terms, pause);
  expect(copy.checks?.map((check) => 'value' in check && check.value)).toEqual([
    REDACTED,
    REDACTED,
    'the sea',
    'son of',
  ]);
});
