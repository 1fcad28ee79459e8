import { describe, expect, it } from 'vitest';
import type { Check } from '@/lib/compare/model/checks';
import { type ComparisonPlan, comparisonPlanSchema } from '@/lib/compare/model/plan';
import { requestOfCell } from '@/lib/compare/model/plan-cells';
import { draftOfCheck, newCheckDraft, readCheckDraft, withCheck, withoutCheck } from './check-drafts';
import { sweepOfColumn } from './sweep-edits';

const CHECKS: readonly Check[] = [
  { id: 'a', kind: 'contains', value: ' two\nlines', matchCase: true },
  { id: 'b', kind: 'matches', value: '^\\d+$', matchCase: false },
  { id: 'c', kind: 'json', keys: ['name', 'a, b', ' spaced ', 'say "so"', '[0]', 'line\nbreak'] },
  { id: 'd', kind: 'json', keys: [] },
  { id: 'e', kind: 'length', unit: 'tokens', min: 0, max: null },
  { id: 'f', kind: 'equals', value: '', matchCase: false },
];

const PLAN = comparisonPlanSchema.parse({
  kind: 'columns',
  prompt: 'Once',
  columns: [
    {
      id: 'one',
      name: null,
      connectionId: 'x',
      model: 'm',
      settings: { values: { stream: true }, sent: ['stream'] },
    },
  ],
});

describe('a check as it is typed', () => {
  it('is the check that it was made from', async () => {
    for (const check of CHECKS)
      expect(await readCheckDraft(draftOfCheck(check))).toEqual({ ok: true, check });
  });

  it('says what is wrong, and where', async () => {
    const fault = async (part: Partial<ReturnType<typeof newCheckDraft>>) => {
      const read = await readCheckDraft({ ...newCheckDraft(), ...part });
      return read.ok ? null : [read.field, read.message];
    };
    expect(await fault({})).toEqual(['value', 'Enter some text.']);
    expect(await fault({ kind: 'starts_with', value: '  ' })).toEqual([
      'value',
      'Enter text other than spaces.',
    ]);
    expect(await fault({ kind: 'matches', value: 'a(b' })).toEqual([
      'value',
      'Missing closing ): “a(b” at character 1.',
    ]);
    expect(await fault({ kind: 'json', keys: '"open' })).toEqual([
      'keys',
      'Separate keys with commas, and close quotation marks.',
    ]);
    expect(await fault({ kind: 'json', keys: 'x'.repeat(300) })).toEqual([
      'keys',
      'Use at most 200 characters for a key.',
    ]);
    expect(await fault({ kind: 'length' })).toEqual(['min', 'Enter a minimum or a maximum.']);
    expect(await fault({ kind: 'length', min: 5, max: 2 })).toEqual([
      'max',
      "The maximum can't be below the minimum.",
    ]);
    expect(await fault({ kind: 'contains', value: 'x'.repeat(1_001) })).toEqual([
      'value',
      'Use at most 1,000 characters.',
    ]);
    expect(await fault({ kind: 'json' })).toBe(null);
  });
});

describe('the checks of a plan', () => {
  const all = CHECKS.reduce<ComparisonPlan>((plan, check) => withCheck(plan, check), PLAN);

  it('are added, replaced and removed; the others stay the same objects', () => {
    expect(comparisonPlanSchema.parse(all)).toEqual(all);
    expect(all.checks).toEqual(CHECKS);
    expect(withCheck(all, { ...CHECKS[0] } as Check)).toBe(all);
    const changed = withCheck(all, { id: 'b', kind: 'json', keys: [] });
    expect(changed.checks?.map(({ kind }) => kind)).toEqual([
      'contains',
      'json',
      'json',
      'json',
      'length',
      'equals',
    ]);
    expect(changed.checks?.[0]).toBe(all.checks?.[0]);
    const without = withoutCheck(all, 'b');
    expect(without.checks?.map(({ id }) => id)).toEqual(['a', 'c', 'd', 'e', 'f']);
    expect(withCheck(without, CHECKS[1] as Check, 1).checks).toEqual(CHECKS);
    expect(withoutCheck(all, 'unknown')).toBe(all);
    // A plan without checks is one from before there were any.
    expect(CHECKS.reduce<ComparisonPlan>((plan, { id }) => withoutCheck(plan, id), all)).toEqual(PLAN);
  });

  it('are at most twenty, each with its own id', () => {
    const many = Array.from({ length: 25 }, (_, at): Check => ({ id: `m${at}`, kind: 'json', keys: [] }));
    expect(many.reduce<ComparisonPlan>((plan, check) => withCheck(plan, check), PLAN).checks).toHaveLength(
      20,
    );
    expect(comparisonPlanSchema.safeParse({ ...PLAN, checks: many }).success).toBe(false);
    expect(comparisonPlanSchema.safeParse({ ...PLAN, checks: [CHECKS[0], CHECKS[0]] }).success).toBe(false);
  });

  it('change no request, and go with the plan into a sweep', () => {
    expect(requestOfCell(all, 'one')).toEqual(requestOfCell(PLAN, 'one'));
    const sweep = sweepOfColumn(all, 'one');
    expect(comparisonPlanSchema.parse(sweep)).toEqual(sweep);
    expect(sweep.checks).toBe(all.checks);
  });
});
