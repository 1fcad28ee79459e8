import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { exportedPlanSchema } from './comparison-export';
import { comparisonPlanSchema } from './plan';
import { cellsOf, kindOf, requestOfCell, variantsOf } from './plan-cells';

const model = { connectionId: 'practice', model: 'practice-1', settings: DEFAULT_SETTINGS };
const column = (id: string, more: object = {}) => ({ id, name: null, ...model, ...more });
const columns = { kind: 'columns', prompt: 'Shared', columns: [column('a'), column('b')] };
const sweep = {
  kind: 'sweep',
  prompt: 'Once',
  base: model,
  axes: [
    { parameter: 'temperature', values: [0, 0.3, 0.6, 0.9, 1.2] },
    { parameter: 'top_p', values: [0.25, 0.5, 0.75, 1] },
  ],
  repeats: 3,
};

describe('a plan of before', () => {
  it('of columns is one of variants, with the same cells and requests', () => {
    const more = { asIds: true, background: true, referenceId: 'a' };
    const own = column('b', { name: 'Own', prompt: ['[1]', '[2]'], asIds: true, fromRunId: 'run' });
    const plan = comparisonPlanSchema.parse({
      ...columns,
      prompt: '[3, 4]',
      ...more,
      columns: [column('a'), own],
    });
    expect(kindOf(plan)).toBe('columns');
    expect(plan).toMatchObject({ background: true, referenceId: 'a', repeats: 1 });
    expect(variantsOf(plan)).toEqual([column('a'), own]);
    expect(cellsOf(plan)).toEqual(['a', 'b']);
    expect(requestOfCell(plan, 'a')?.request.prompt).toEqual([3, 4]);
    expect(requestOfCell(plan, 'b')?.request.prompt).toEqual([[1], [2]]);
    // It is read once, and is a plan like any other from then on.
    expect(comparisonPlanSchema.parse(plan)).toEqual(plan);
  });

  it('of 8 columns keeps them all', () => {
    const ids = [...'abcdefgh'];
    const plan = comparisonPlanSchema.parse({ ...columns, columns: ids.map((id) => column(id)) });
    expect(cellsOf(plan)).toEqual(ids);
  });

  it('of a sweep has axes of parameters', () => {
    const plan = comparisonPlanSchema.parse({ ...sweep, referenceId: 'r1c1k0' });
    expect(kindOf(plan)).toBe('sweep');
    expect(cellsOf(plan)).toHaveLength(60);
    expect(plan.axes).toEqual(sweep.axes.map((axis) => ({ kind: 'parameter', ...axis })));
    expect(requestOfCell(plan, 'r4c3k2')).toMatchObject({
      connectionId: 'practice',
      request: { prompt: 'Once', temperature: 1.2, top_p: 1 },
    });
    expect(plan.referenceId).toBe('r1c1k0');
  });

  it('of an exported file names its connections', () => {
    const { connectionId: _id, ...named } = { ...model, connectionName: 'Mine' };
    const files = [
      { ...columns, columns: [{ id: 'a', name: null, ...named }], referenceId: null },
      { ...sweep, base: named, referenceId: null },
    ];
    for (const file of files) {
      expect(exportedPlanSchema.parse(file).base).toMatchObject({
        connectionName: 'Mine',
        model: 'practice-1',
      });
    }
  });

  it.each([
    ['unknown fields', { ...columns, other: 1 }],
    ['no columns', { ...columns, columns: [] }],
    ['columns that are none', { ...columns, columns: [null] }],
    ['columns of something else', { kind: 'columns', prompt: 'x', columns: 'a' }],
    ['a sweep without a base', { ...sweep, base: null }],
    ['axes that are none', { ...sweep, axes: [null, 1] }],
    ['an unknown kind', { ...columns, kind: 'grid' }],
  ])('is refused with %s', (_what, plan) => {
    expect(comparisonPlanSchema.safeParse(plan).success).toBe(false);
  });
});
