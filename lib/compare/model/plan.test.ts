import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/protocol/request/settings';
import {
  type ColumnsPlan,
  cellsOf,
  comparisonPlanSchema,
  isAsFirst,
  MAX_CELLS,
  parseSweepCell,
  requestOfCell,
  type SweepPlan,
  sweepCellKey,
} from './plan';

const column = (id: string, more: object = {}) => ({
  id,
  name: null,
  connectionId: 'practice',
  model: 'practice-1',
  settings: DEFAULT_SETTINGS,
  ...more,
});
const columns: ColumnsPlan = {
  kind: 'columns',
  prompt: 'Shared',
  columns: [
    column('a'),
    column('b', {
      prompt: ['Own', 'prompts'],
      settings: { values: { temperature: 0.5 }, sent: ['temperature'] },
    }),
  ],
};

function sweep(more: Partial<SweepPlan> = {}, settings: Settings = DEFAULT_SETTINGS): SweepPlan {
  return {
    kind: 'sweep',
    prompt: 'Once',
    base: { connectionId: 'practice', model: 'practice-1', settings },
    axes: [
      { parameter: 'temperature', values: [0, 0.5, 1] },
      { parameter: 'top_p', values: [0.5, 1] },
    ],
    repeats: 2,
    ...more,
  };
}

const refuses = (plan: unknown) => comparisonPlanSchema.safeParse(plan).success === false;

describe('the plan of a comparison', () => {
  it('makes each column its own request, with the shared prompt where it has none', () => {
    expect(cellsOf(columns)).toEqual(['a', 'b']);
    expect(requestOfCell(columns, 'a')).toEqual({
      connectionId: 'practice',
      request: {
        model: 'practice-1',
        prompt: 'Shared',
        max_tokens: PARAMETERS.max_tokens.initial,
        stream: true,
      },
    });
    expect(requestOfCell(columns, 'b')?.request).toMatchObject({
      prompt: ['Own', 'prompts'],
      temperature: 0.5,
    });
    expect(requestOfCell(columns, 'c')).toBeNull();
  });

  it('knows which column sends what the first one does', () => {
    const { values, sent } = DEFAULT_SETTINGS;
    const plan: ColumnsPlan = {
      kind: 'columns',
      prompt: 'Shared',
      columns: [
        column('a'),
        column('unsent', { settings: { values: { ...values, temperature: 0.2 }, sent } }),
        column('sent', {
          settings: { values: { ...values, temperature: 0.2 }, sent: [...sent, 'temperature'] },
        }),
        column('same prompt', { prompt: 'Shared' }),
        column('other prompt', { prompt: 'Own' }),
        column('connection', { connectionId: 'other' }),
        column('model', { model: 'other' }),
      ],
    };
    const same = plan.columns.map(({ id }) => id).filter((id) => isAsFirst(plan, id));
    expect(same).toEqual(['a', 'unsent', 'same prompt']);
    expect(isAsFirst(plan, 'gone')).toBe(false);
    // The same text as ids is another prompt.
    const ids: ColumnsPlan = {
      kind: 'columns',
      prompt: '1 2',
      columns: [column('a'), column('b', { prompt: '1 2', asIds: true })],
    };
    expect(isAsFirst(ids, 'b')).toBe(false);
  });

  it('makes each cell of a sweep the base with its values switched on', () => {
    const cells = cellsOf(sweep());
    expect(cells).toHaveLength(12);
    expect(new Set(cells).size).toBe(12);
    expect(cells.slice(0, 3)).toEqual(['r0c0k0', 'r0c1k0', 'r1c0k0']);
    expect(requestOfCell(sweep(), 'r2c0k1')?.request).toEqual({
      model: 'practice-1',
      prompt: 'Once',
      temperature: 1,
      top_p: 0.5,
      max_tokens: PARAMETERS.max_tokens.initial,
      stream: true,
    });
    for (const cell of cells) expect(requestOfCell(sweep(), cell)).not.toBeNull();
  });

  it.each(['r3c0k0', 'r0c2k0', 'r0c0k2', 'a', 'r0c0', 'r-1c0k0'])('has no cell %s', (cell) => {
    expect(requestOfCell(sweep(), cell)).toBeNull();
  });

  it('knows one column where there is one axis', () => {
    const one = sweep({ axes: [{ parameter: 'temperature', values: [0, 1] }], repeats: 1 });
    expect(cellsOf(one)).toEqual(['r0c0k0', 'r1c0k0']);
    expect(requestOfCell(one, 'r0c1k0')).toBeNull();
  });

  it('gives each repeat the next seed where one is sent, and none where none is', () => {
    const seeded = (seed: number) => sweep({}, { values: { seed }, sent: ['seed'] });
    const seedOf = (plan: SweepPlan, cell: string) => requestOfCell(plan, cell)?.request.seed;
    expect([seedOf(seeded(7), 'r0c0k0'), seedOf(seeded(7), 'r0c0k1')]).toEqual([7, 8]);
    expect(seedOf(seeded(PARAMETERS.seed.max), 'r0c0k1')).toBe(PARAMETERS.seed.max - 1);
    expect(seedOf(sweep(), 'r0c0k1')).toBeUndefined();
  });

  it('reads the names of cells that it writes', () => {
    expect(parseSweepCell(sweepCellKey({ row: 6, column: 5, repeat: 4 }))).toEqual({
      row: 6,
      column: 5,
      repeat: 4,
    });
  });

  it('survives being saved while it is composed, and drops what cannot be read', () => {
    const draft = {
      ...columns,
      columns: [column('a', { model: '', settings: { values: { n: 'x' }, sent: [] } })],
    };
    const parsed = comparisonPlanSchema.parse(draft);
    expect(parsed.kind === 'columns' && parsed.columns[0]?.settings).toEqual({
      values: {},
      sent: ['stream'],
    });
  });

  it('holds at most 8 columns and 245 cells', () => {
    const values = [1, 2, 3, 4, 5, 6, 7];
    const largest = sweep({
      axes: [
        { parameter: 'n', values },
        { parameter: 'max_tokens', values },
      ],
      repeats: 5,
    });
    expect(comparisonPlanSchema.safeParse(largest).success).toBe(true);
    expect(cellsOf(largest)).toHaveLength(MAX_CELLS);
    expect(refuses({ ...columns, columns: values.concat(8, 9).map((at) => column(`c${at}`)) })).toBe(true);
  });

  it.each([
    ['two columns with one id', { ...columns, columns: [column('a'), column('a')] }],
    ['no column', { ...columns, columns: [] }],
    ['one value', sweep({ axes: [{ parameter: 'n', values: [1] }] })],
    ['eight values', sweep({ axes: [{ parameter: 'n', values: [1, 2, 3, 4, 5, 6, 7, 8] }] })],
    [
      'one parameter twice',
      sweep({ axes: [sweep().axes, sweep().axes].map((axes) => axes[0]) as SweepPlan['axes'] }),
    ],
    ['a parameter of delivery', { ...sweep(), axes: [{ parameter: 'stream', values: [true, false] }] }],
    ['repeats that vary a seed that is varied', sweep({ axes: [{ parameter: 'seed', values: [1, 2] }] })],
    ['six repeats', sweep({ repeats: 6 })],
    ['unknown fields', { ...columns, other: 1 }],
  ])('refuses %s', (_what, plan) => {
    expect(refuses(plan)).toBe(true);
  });
});
