import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/protocol/request/settings';
import { checkCell, issuesOfCells } from './check-cell';
import type { Inputs } from './inputs';
import { type Axis, type ComparisonPlan, comparisonPlanSchema, MAX_CELLS, type Variant } from './plan';
import {
  cellAt,
  cellsOf,
  filledSize,
  isAsFirst,
  kindOf,
  modelsOf,
  planOfVariants,
  pointOf,
  promptsOf,
  requestOfCell,
  settingsOfCell,
  variantsOf,
} from './plan-cells';

const column = (id: string, more: object = {}): Variant => ({
  id,
  name: null,
  connectionId: 'practice',
  model: 'practice-1',
  settings: DEFAULT_SETTINGS,
  ...more,
});
const columns = planOfVariants({ prompt: 'Shared' }, [
  column('a'),
  column('b', {
    prompt: ['Own', 'prompts'],
    settings: { values: { temperature: 0.5 }, sent: ['temperature'] },
  }),
]);
const withVariants = (...variants: Variant[]) => ({ ...columns, axes: [{ kind: 'variants', variants }] });

const TEMPERATURES: Axis = { kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1] };
const TOP_PS: Axis = { kind: 'parameter', parameter: 'top_p', values: [0.5, 1] };
const MODELS: Axis = {
  kind: 'model',
  models: [
    { connectionId: 'practice', model: 'practice-1' },
    { connectionId: 'mine', model: 'other' },
  ],
};
const PROMPTS: Axis = {
  kind: 'prompt',
  prompts: [{ prompt: 'First' }, { prompt: '[1, 2]', asIds: true }, { prompt: ['Two', 'three'] }],
};

function sweep(more: Partial<ComparisonPlan> = {}, settings: Settings = DEFAULT_SETTINGS): ComparisonPlan {
  return {
    base: { connectionId: 'practice', model: 'practice-1', settings, prompt: 'Once' },
    axes: [TEMPERATURES, TOP_PS],
    repeats: 2,
    ...more,
  };
}
const INPUTS: Inputs = {
  columns: ['name', 'place'],
  rows: [
    { id: '1', values: ['Ada', 'London'] },
    { id: '2', values: ['Grace', 'New York'] },
  ],
};
const valid = (plan: ComparisonPlan) => {
  expect(comparisonPlanSchema.safeParse(plan).error).toBeUndefined();
  return plan;
};
const refuses = (plan: unknown) => comparisonPlanSchema.safeParse(plan).success === false;

describe('the plan of a comparison', () => {
  it('makes each variant its own request, with the base’s prompt where it has none', () => {
    expect(kindOf(valid(columns))).toBe('columns');
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
    expect(requestOfCell(columns, 'r0c0k0')).toBeNull();
  });

  it('knows which variant sends what the first one does', () => {
    const { values, sent } = DEFAULT_SETTINGS;
    const plan = planOfVariants({ prompt: 'Shared' }, [
      column('a'),
      column('unsent', { settings: { values: { ...values, temperature: 0.2 }, sent } }),
      column('sent', {
        settings: { values: { ...values, temperature: 0.2 }, sent: [...sent, 'temperature'] },
      }),
      column('same prompt', { prompt: 'Shared' }),
      column('other prompt', { prompt: 'Own' }),
      column('connection', { connectionId: 'other' }),
      column('model', { model: 'other' }),
    ]);
    const same = cellsOf(plan).filter((id) => isAsFirst(plan, id));
    expect(same).toEqual(['a', 'unsent', 'same prompt']);
    expect(isAsFirst(plan, 'gone')).toBe(false);
    // The same text as ids is another prompt.
    const ids = planOfVariants({ prompt: '1 2' }, [column('a'), column('b', { prompt: '1 2', asIds: true })]);
    expect(isAsFirst(ids, 'b')).toBe(false);
  });

  it('makes each cell of a grid the base with its values switched on', () => {
    const cells = cellsOf(sweep());
    expect(kindOf(valid(sweep()))).toBe('sweep');
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

  it('leaves a parameter out where not sent is one of its values, and keeps the value that the base has', () => {
    const settings: Settings = {
      values: { temperature: 0.7, stream: true },
      sent: ['temperature', 'stream'],
    };
    const axis: Axis = { kind: 'parameter', parameter: 'temperature', values: [null, 0] };
    const plan = valid(sweep({ axes: [axis, TOP_PS] }, settings));
    expect(requestOfCell(plan, 'r0c1k0')?.request).not.toHaveProperty('temperature');
    expect(requestOfCell(plan, 'r0c1k0')?.request).toMatchObject({ top_p: 1, prompt: 'Once' });
    expect(requestOfCell(plan, 'r1c1k0')?.request).toMatchObject({ top_p: 1, temperature: 0 });
    expect(settingsOfCell(plan, 'r0c0k0')?.settings.values.temperature).toBe(0.7);
  });

  it('runs each prompt on each model, on its own connection', () => {
    const plan = valid(sweep({ axes: [MODELS, PROMPTS], repeats: 1 }));
    expect(cellsOf(plan)).toHaveLength(6);
    const sent = cellsOf(plan).map((cell) => {
      const request = requestOfCell(plan, cell);
      return [request?.connectionId, request?.request.model, request?.request.prompt];
    });
    expect(sent).toEqual([
      ['practice', 'practice-1', 'First'],
      ['practice', 'practice-1', [1, 2]],
      ['practice', 'practice-1', ['Two', 'three']],
      ['mine', 'other', 'First'],
      ['mine', 'other', [1, 2]],
      ['mine', 'other', ['Two', 'three']],
    ]);
    // Ids of the base are not those of an axis.
    const ofIds = { ...plan, base: { ...plan.base, prompt: '[7]', asIds: true } };
    expect(requestOfCell(ofIds, 'r0c0k0')?.request.prompt).toBe('First');
    expect(modelsOf(plan)).toEqual(MODELS.kind === 'model' && MODELS.models);
    expect(modelsOf(sweep())).toEqual([{ connectionId: 'practice', model: 'practice-1' }]);
    expect(promptsOf(plan).map(({ prompt }) => prompt)).toEqual(['First', '[1, 2]', ['Two', 'three']]);
    expect(promptsOf(columns).map(({ prompt }) => prompt)).toEqual(['Shared', ['Own', 'prompts']]);
  });

  it('is the base alone without an axis, as often as it is repeated', () => {
    const plan = valid(sweep({ axes: [], repeats: 3 }));
    expect(cellsOf(plan)).toEqual(['r0c0k0', 'r0c0k1', 'r0c0k2']);
    expect(requestOfCell(plan, 'r0c0k2')?.request.prompt).toBe('Once');
    expect(requestOfCell(plan, 'r1c0k0')).toBeNull();
  });

  it.each(['r3c0k0', 'r0c2k0', 'r0c0k2', 'a', 'r0c0', 'r-1c0k0'])('has no cell %s', (cell) => {
    expect(requestOfCell(sweep(), cell)).toBeNull();
  });

  it('knows one column where there is one axis', () => {
    const one = sweep({
      axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }],
      repeats: 1,
    });
    expect(cellsOf(one)).toEqual(['r0c0k0', 'r1c0k0']);
    expect(requestOfCell(one, 'r0c1k0')).toBeNull();
  });

  it('gives each repeat the next seed where one is sent, and none where none is', () => {
    const seeded = (seed: number) => sweep({}, { values: { seed }, sent: ['seed'] });
    const seedOf = (plan: ComparisonPlan, cell: string) => requestOfCell(plan, cell)?.request.seed;
    expect([seedOf(seeded(7), 'r0c0k0'), seedOf(seeded(7), 'r0c0k1')]).toEqual([7, 8]);
    expect(seedOf(seeded(PARAMETERS.seed.max), 'r0c0k1')).toBe(PARAMETERS.seed.max - 1);
    expect(seedOf(sweep(), 'r0c0k1')).toBeUndefined();
  });

  it.each([
    ['variants', columns, 'a'],
    ['repeated variants', { ...columns, repeats: 2 }, 'a'],
    ['variants and something else', { ...columns, axes: [...columns.axes, TOP_PS] }, 'va.c0k0'],
    ['something else and variants', { ...columns, axes: [TOP_PS, ...columns.axes] }, 'r0va.k0'],
    ['variants with inputs', { ...columns, inputs: INPUTS }, 'i1-va.c0k0'],
    ['a grid', sweep(), 'r0c0k0'],
    ['a grid with inputs', sweep({ inputs: INPUTS }), 'i1-r0c0k0'],
    ['inputs alone', sweep({ axes: [], inputs: INPUTS }), 'i1-r0c0k0'],
  ])('reads the keys that it writes: %s', (_what, plan, first) => {
    const cells = cellsOf(valid(plan as ComparisonPlan));
    expect(cells[0]).toBe(first);
    expect(new Set(cells).size).toBe(cells.length);
    const points = cells.map((cell) => pointOf(plan as ComparisonPlan, cell));
    expect(points.map((point) => point && cellAt(plan as ComparisonPlan, point))).toEqual(cells);
    expect(points[0]).toEqual({ row: 0, column: 0, input: 0, repeat: 0 });
  });

  it('has no key of another form, and one key for each cell', () => {
    const repeated: ComparisonPlan = { ...columns, repeats: 2 };
    expect(cellsOf(repeated)).toEqual(['a', 'b', 'va.c0k1', 'vb.c0k1']);
    const crossed: ComparisonPlan = { ...columns, axes: [...columns.axes, TOP_PS] };
    const refused: [ComparisonPlan, string][] = [
      [repeated, 'va.c0k0'],
      [repeated, 'r0c0k1'],
      [repeated, 'va.c0k2'],
      [crossed, 'a'],
      [crossed, 'r0c0k0'],
      [crossed, 'vc.c0k0'],
      [sweep(), 'i1-r0c0k0'],
      [sweep({ inputs: INPUTS }), 'r0c0k0'],
      [sweep({ inputs: INPUTS }), 'i3-r0c0k0'],
    ];
    expect(refused.map(([plan, cell]) => pointOf(plan, cell))).toEqual(refused.map(() => null));
  });

  it('keeps the keys of what stays where variants and rows move', () => {
    const [axis] = columns.axes;
    if (axis?.kind !== 'variants') throw new Error('no variants');
    const plan: ComparisonPlan = { ...columns, axes: [axis, TOP_PS], inputs: INPUTS };
    const moved: ComparisonPlan = {
      ...plan,
      axes: [{ ...axis, variants: axis.variants.toReversed() }, TOP_PS],
      inputs: { ...INPUTS, rows: INPUTS.rows.toReversed() },
    };
    for (const cell of cellsOf(plan)) expect(requestOfCell(moved, cell)).toEqual(requestOfCell(plan, cell));
    expect(cellsOf(moved).toSorted()).toEqual(cellsOf(plan).toSorted());
  });

  it('runs a variant with each value of another axis, whichever comes first', () => {
    for (const axes of [
      [...columns.axes, TOP_PS],
      [TOP_PS, ...columns.axes],
    ]) {
      const plan = valid({ ...columns, axes } as ComparisonPlan);
      const sent = cellsOf(plan).map((cell) => {
        const { temperature, top_p } = requestOfCell(plan, cell)?.request ?? {};
        return [temperature, top_p];
      });
      expect(sent.toSorted()).toEqual(
        [
          [0.5, 0.5],
          [0.5, 1],
          [undefined, 0.5],
          [undefined, 1],
        ].toSorted(),
      );
    }
  });

  it('writes the values of a row into prompt, suffix and stop, and only where variables are on', () => {
    const settings: Settings = {
      values: { suffix: ' in {{place}}', stop: ['{{name}}:', 'x'] },
      sent: ['suffix', 'stop'],
    };
    const base = { ...sweep().base, settings, prompt: 'I am {{name}}, {{{{really}}' };
    const plan = valid(sweep({ base, axes: [], repeats: 1, inputs: INPUTS, variables: true }));
    expect(cellsOf(plan)).toEqual(['i1-r0c0k0', 'i2-r0c0k0']);
    expect(requestOfCell(plan, 'i2-r0c0k0')?.request).toMatchObject({
      prompt: 'I am Grace, {{really}}',
      suffix: ' in New York',
      stop: ['Grace:', 'x'],
    });
    const { variables: _off, ...plain } = plan;
    expect(requestOfCell(plain, 'i2-r0c0k0')?.request).toMatchObject({
      ...settings.values,
      prompt: base.prompt,
    });
    expect(checkCell(plan, 'i2-r0c0k0')?.checked.ok).toBe(true);
    const { inputs: _none, ...without } = plan;
    expect(checkCell(without, 'r0c0k0')?.checked).toMatchObject({
      issues: [
        { param: 'prompt', message: 'There is no value for the variable “name”.' },
        { param: 'suffix', message: 'There is no value for the variable “place”.' },
        { param: 'stop', message: 'There is no value for the variable “name”.' },
      ],
    });
  });

  it('knows how long the texts of all cells are without filling them in', () => {
    const plan = valid(
      sweep({
        axes: [
          MODELS,
          {
            kind: 'prompt',
            prompts: [{ prompt: '{{name}} in {{place}}, {{name}}' }, { prompt: ['{{{{a}}', 'b'] }],
          },
        ],
        variables: true,
        inputs: INPUTS,
      }),
    );
    const lengths = cellsOf(plan).map(
      (cell) => [settingsOfCell(plan, cell)?.prompt ?? []].flat().join('').length,
    );
    expect(filledSize(plan)).toEqual({
      characters: lengths.reduce((sum, length) => sum + length, 0),
      variables: 3,
    });
  });

  it('finds in all cells what it finds in each', () => {
    const settings: Settings = { values: { suffix: '{{place}}', n: 0 }, sent: ['suffix', 'n'] };
    const prompts: Axis = { kind: 'prompt', prompts: [{ prompt: '{{name}}' }, { prompt: '{{other}} {{' }] };
    const rows = [...INPUTS.rows, { id: '3', values: ['', ''] }];
    const base = { ...sweep().base, settings };
    for (const change of [
      { variables: true as const },
      {},
      { variables: true as const, inputs: undefined },
    ]) {
      const plan = sweep({ base, axes: [prompts, TOP_PS], inputs: { ...INPUTS, rows }, ...change });
      const each = cellsOf(plan).flatMap((cell) => {
        const checked = checkCell(plan, cell)?.checked;
        return checked && !checked.ok ? [[cell, new Set(checked.issues.map(({ message }) => message))]] : [];
      });
      const all = issuesOfCells(plan, () => undefined).map(({ cell, issues }) => [
        cell,
        new Set(issues.map(({ message }) => message)),
      ]);
      expect(all.length).toBeGreaterThan(0);
      expect(all.toSorted()).toEqual(each.toSorted());
    }
  });

  it('survives being saved while it is composed, and drops what cannot be read', () => {
    const unread = { values: { n: 'x' }, sent: [] } as unknown as Settings;
    const parsed = comparisonPlanSchema.parse(withVariants(column('a', { model: '', settings: unread })));
    expect(variantsOf(parsed)[0]?.settings).toEqual({ values: {}, sent: ['stream'] });
  });

  it('holds at most 8 variants and 5,000 cells', () => {
    const values = [1, 2, 3, 4, 5, 6, 7];
    const largest = sweep({
      axes: [
        { kind: 'parameter', parameter: 'n', values },
        { kind: 'parameter', parameter: 'max_tokens', values },
      ],
      repeats: 5,
    });
    const rows = (count: number): Inputs => ({
      columns: ['a'],
      rows: Array.from({ length: count }, (_, at) => ({ id: `${at}`, values: ['x'] })),
    });
    expect(cellsOf(valid({ ...largest, inputs: rows(20) }))).toHaveLength(4_900);
    expect(refuses({ ...largest, inputs: rows(21) })).toBe(true);
    expect(cellsOf(valid(sweep({ axes: [], repeats: 5, inputs: rows(1_000) })))).toHaveLength(MAX_CELLS);
    expect(refuses(withVariants(...values.concat(8).map((at) => column(`c${at}`))))).toBe(false);
    expect(refuses(withVariants(...values.concat(8, 9).map((at) => column(`c${at}`))))).toBe(true);
  });

  const eight = [1, 2, 3, 4, 5, 6, 7, 8];
  const [model] = MODELS.kind === 'model' ? MODELS.models : [];
  it.each([
    ['two variants with one id', withVariants(column('a'), column('a'))],
    ['no variant', withVariants()],
    ['variants twice', { ...columns, axes: [...columns.axes, ...columns.axes] }],
    ['a table without rows', { ...columns, inputs: { columns: ['a'], rows: [] } }],
    ['a table without columns', { ...columns, inputs: { columns: [], rows: [{ id: '1', values: [] }] } }],
    [
      'two columns with one name',
      { ...columns, inputs: { columns: ['a', 'a'], rows: [{ id: '1', values: ['', ''] }] } },
    ],
    ['two rows with one id', { ...columns, inputs: { ...INPUTS, rows: [INPUTS.rows[0], INPUTS.rows[0]] } }],
    ['a row that is too short', { ...columns, inputs: { ...INPUTS, rows: [{ id: '1', values: ['x'] }] } }],
    ['a column without a name', { ...columns, inputs: { columns: [''], rows: [{ id: '1', values: [''] }] } }],
    ['a name with braces', { ...columns, inputs: { columns: ['a}}'], rows: [{ id: '1', values: [''] }] } }],
    [
      'more than 1 MB',
      { ...columns, inputs: { columns: ['a'], rows: [{ id: '1', values: ['é'.repeat(525_000)] }] } },
    ],
    [
      '1,001 rows',
      {
        ...columns,
        inputs: {
          columns: ['a'],
          rows: Array.from({ length: 1_001 }, (_, at) => ({ id: `${at}`, values: [''] })),
        },
      },
    ],
    ['one value', sweep({ axes: [{ kind: 'parameter', parameter: 'n', values: [1] }] })],
    ['eight values', sweep({ axes: [{ kind: 'parameter', parameter: 'n', values: eight }] })],
    ['one model', { ...sweep(), axes: [{ kind: 'model', models: [model] }] }],
    ['eight models', { ...sweep(), axes: [{ kind: 'model', models: eight.map(() => model) }] }],
    [
      'a model with more in it',
      { ...sweep(), axes: [{ kind: 'model', models: [model, { ...model, key: 'x' }] }] },
    ],
    [
      'eight prompts',
      { ...sweep(), axes: [{ kind: 'prompt', prompts: eight.map(() => ({ prompt: 'x' })) }] },
    ],
    ['one parameter twice', sweep({ axes: [TOP_PS, TOP_PS] })],
    ['models twice', sweep({ axes: [MODELS, MODELS] })],
    ['three axes', sweep({ axes: [TOP_PS, MODELS, PROMPTS] })],
    [
      'a parameter of delivery',
      { ...sweep(), axes: [{ kind: 'parameter', parameter: 'stream', values: [true, false] }] },
    ],
    [
      'repeats that vary a seed that is varied',
      sweep({ axes: [{ kind: 'parameter', parameter: 'seed', values: [1, 2] }] }),
    ],
    ['an unknown kind of axis', { ...sweep(), axes: [{ kind: 'inputs', rows: [] }] }],
    ['six repeats', sweep({ repeats: 6 })],
    ['unknown fields', { ...columns, other: 1 }],
    ['nothing', null],
  ])('refuses %s', (_what, plan) => {
    expect(refuses(plan)).toBe(true);
  });
});
