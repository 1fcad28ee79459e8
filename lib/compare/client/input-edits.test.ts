import { describe, expect, it } from 'vitest';
import type { Inputs } from '@/lib/compare/model/inputs';
import { type ComparisonPlan, comparisonPlanSchema } from '@/lib/compare/model/plan';
import { cellsOf, requestOfCell } from '@/lib/compare/model/plan-cells';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import {
  columnIssue,
  freeColumnName,
  inputNotes,
  takeTable,
  variablesOf,
  withBlock,
  withColumnAdded,
  withColumnNamed,
  withFirstInput,
  withInputs,
  withoutColumnAt,
  withoutEmptyInput,
  withoutRow,
  withRowAdded,
  withTypedValue,
  withValue,
  withVariables,
} from './input-edits';
import type { ReadTable } from './read-table';

const PLAN: ComparisonPlan = {
  base: { connectionId: 'practice', model: 'm', settings: DEFAULT_SETTINGS, prompt: '{{q}} and {{other}}' },
  axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }],
  repeats: 1,
  variables: true,
};
const table = (names: readonly string[] | null, ...rows: (readonly string[])[]): ReadTable => ({
  format: 'CSV',
  names,
  rows,
  more: { rows: 0, columns: 0 },
  unread: [],
});
const valid = (plan: ComparisonPlan) => {
  expect(comparisonPlanSchema.safeParse(plan).error).toBeUndefined();
  return plan;
};
const taken = (plan: ComparisonPlan, read: ReadTable) => {
  const { inputs, leftOut } = takeTable(plan, read);
  if (!inputs) throw new Error('no inputs');
  return { inputs, leftOut, plan: valid(withInputs(plan, inputs)) };
};

describe('variables', () => {
  it('are found in all texts of the plan, while they are on', () => {
    const settings = { values: { stop: ['{{end}}'], suffix: '{{unsent}}' }, sent: ['stop' as const] };
    const plan: ComparisonPlan = {
      ...PLAN,
      base: { ...PLAN.base, settings },
      axes: [{ kind: 'prompt', prompts: [{ prompt: '{{a}}' }, { prompt: ['{{b}}', '{{a}}'] }] }],
    };
    expect(variablesOf(plan)).toEqual(['a', 'end', 'b']);
    expect(variablesOf(plan)).toBe(variablesOf(plan));
    const { variables: _on, ...off } = plan;
    expect(variablesOf(off)).toEqual([]);
  });

  it('take typed values, and lose them with the switch', () => {
    const typed = valid(withTypedValue(withTypedValue(PLAN, 'other', 'then'), 'q', 'Why?'));
    const [cell = ''] = cellsOf(typed);
    expect(requestOfCell(typed, cell)?.request.prompt).toBe('Why? and then');
    expect(withVariables(typed, false)).not.toHaveProperty('inputs');
    expect(withVariables(typed, true)).toEqual(typed);
  });
});

describe('a table that is read', () => {
  it('becomes the inputs, with ids that are no others', () => {
    const { inputs, leftOut } = taken(PLAN, table(['q', 'expected'], ['a', 'b'], ['c', 'd']));
    expect(inputs.columns).toEqual(['q', 'expected']);
    expect(inputs.rows.map(({ values }) => values)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(new Set(inputs.rows.map(({ id }) => id)).size).toBe(2);
    expect(leftOut).toEqual([]);
  });

  it('names columns after the variables where it has no names, and says which names it changed', () => {
    expect(taken(PLAN, table(null, ['a', 'b', 'c'])).inputs.columns).toEqual(['q', 'other', 'column_1']);
    const { inputs, leftOut } = taken(
      PLAN,
      table(['2nd', 'a.b', 'a b', 'a b', '', ' Größe '], ['', '', '', '', '', '']),
    );
    expect(inputs.columns).toEqual(['_2nd', 'a_b', 'a b', 'a b_2', 'column_1', 'Größe']);
    expect(leftOut[0]).toMatch(
      /^Columns renamed: “2nd” → “_2nd”, “a\.b” → “a_b”, “a b” → “a b_2” and 1 more\.$/,
    );
  });

  it('keeps the ids of rows that are the same, each once', () => {
    const first = taken(PLAN, table(['q', 'other'], ['a', 'b'], ['a', 'b'], ['c', 'd']));
    const again = taken(
      first.plan,
      table(['other', 'q'], ['d', 'c'], ['b', 'a'], ['b', 'a'], ['b', 'a'], ['new', 'x']),
    );
    const [one, two, three] = first.inputs.rows.map(({ id }) => id);
    const ids = again.inputs.rows.map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual([three, one, two]);
    expect(new Set(ids).size).toBe(5);
  });

  it('says what does not fit', () => {
    const rows = Array.from({ length: 1_200 }, (_, at) => [`${at}`]);
    const many = taken(PLAN, table(['q'], ...rows));
    expect(many.inputs.rows).toHaveLength(1_000);
    expect(many.leftOut).toEqual(['200 rows left out: the limit is 1,000.']);
    const six = taken({ ...PLAN, repeats: 3 }, table(['q'], ...rows));
    expect(six.inputs.rows).toHaveLength(833);
    expect(six.leftOut).toEqual(['367 rows left out: the limit is 5,000 runs, and each row runs 6 times.']);
    const long = taken(PLAN, table(['q'], ['x'.repeat(600_000)], ['x'.repeat(600_000)]));
    expect(long.leftOut).toEqual(['1 row left out: the limit is 1 MB of text.']);
    const wide = taken(
      PLAN,
      table(
        Array.from({ length: 32 }, (_, at) => `c${at}`),
        ['x'],
      ),
    );
    expect(wide.leftOut).toEqual(['2 columns left out: the limit is 30.']);
    const more = { ...table(['q'], ...rows.slice(0, 1_000)), more: { rows: 9, columns: 7 } };
    expect(taken(PLAN, more).leftOut).toEqual([
      '7 columns left out: the limit is 30.',
      '9 rows left out: the limit is 1,000.',
    ]);
    const unread = { ...table(['q'], ['x']), unread: [3, 5] };
    expect(taken(PLAN, unread).leftOut).toEqual(['2 lines left out: not a JSON object (first: line 3).']);
    expect(takeTable(PLAN, table(['q'])).inputs).toBeNull();
  });
});

describe('a table that is edited', () => {
  const { plan } = taken(PLAN, table(['q', 'other'], ['a', 'b'], ['c', 'd']));
  const values = ({ inputs }: ComparisonPlan) => inputs?.rows.map((row) => row.values);
  const ids = ({ inputs }: ComparisonPlan) => inputs?.rows.map(({ id }) => id);

  it('keeps the ids of its rows', () => {
    const changed = valid(withValue(plan, 1, 0, 'new'));
    expect(values(changed)).toEqual([
      ['a', 'b'],
      ['new', 'd'],
    ]);
    expect(ids(changed)).toEqual(ids(plan));
    expect(values(withBlock(plan, 1, 1, [['x', 'beyond'], ['beyond']]))).toEqual([
      ['a', 'b'],
      ['c', 'x'],
    ]);
    const added = valid(withRowAdded(plan, 1));
    expect(values(added)?.[1]).toEqual(['', '']);
    expect(ids(withoutRow(added, 1))).toEqual(ids(plan));
    expect(withoutRow(withoutRow(plan, 0), 0)).toEqual(withoutRow(plan, 0));
  });

  it('has a name for each column', () => {
    expect(columnIssue(plan, 'q')).toBe('Another column has this name.');
    expect(columnIssue(plan, 'q', 0)).toBeNull();
    expect(columnIssue(plan, '1')).toMatch(/^Start with a letter/);
    expect(withColumnNamed(plan, 0, 'other')).toBe(plan);
    expect(withColumnNamed(plan, 0, 'question').inputs?.columns).toEqual(['question', 'other']);
    expect(freeColumnName(withColumnNamed(plan, 0, 'question'))).toBe('q');
    const added = valid(withColumnAdded(plan, freeColumnName(plan)));
    expect(added.inputs?.columns).toEqual(['q', 'other', 'column_1']);
    expect(values(withoutColumnAt(added, 0))?.[0]).toEqual(['b', '']);
  });

  it('does not grow beyond its limits', () => {
    const full: Inputs = {
      columns: ['q'],
      rows: Array.from({ length: 1_000 }, (_, at) => ({ id: at.toString(36), values: ['x'.repeat(990)] })),
    };
    const large = valid(withInputs(PLAN, full));
    expect(withRowAdded(large)).toBe(large);
    expect(withValue(large, 0, 0, 'x'.repeat(70_000))).toBe(large);
    const six = { ...PLAN, repeats: 3 };
    expect(withInputs(six, full)).toBe(six);
  });

  it('is said where it does not match', () => {
    const odd = withInputs(PLAN, {
      columns: ['q', 'spare', 'Expected'],
      rows: [
        { id: '1', values: ['', '', ''] },
        { id: '2', values: ['', 'x', ''] },
      ],
    });
    expect(inputNotes(odd)).toEqual({ missing: ['other'], unused: ['spare'], empty: new Map([['q', 2]]) });
  });
});

describe('a first table that nothing was written in', () => {
  const { variables: _variables, ...plain } = PLAN;
  const without = { ...plain, base: { ...PLAN.base, prompt: 'No variable' } };

  it('goes again, with the variables that it turned on', () => {
    expect(withoutEmptyInput(withFirstInput(without))).toEqual(without);
  });

  it('leaves the variables of a text', () => {
    expect(withoutEmptyInput(withFirstInput(PLAN))).toEqual(PLAN);
  });

  it('stays with a value, with a second row, and where nothing else is compared', () => {
    const first = withFirstInput(PLAN);
    for (const kept of [withValue(first, 0, 0, 'Oslo'), withRowAdded(first), { ...first, axes: [] }])
      expect(withoutEmptyInput(kept)).toBe(kept);
  });
});
