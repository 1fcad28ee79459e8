import { describe, expect, it } from 'vitest';
import type { ComparisonPlan, Variant } from '@/lib/compare/model/plan';
import { cellsOf, planOfVariants, requestOfCell } from '@/lib/compare/model/plan-cells';
import { planOfShared } from '@/lib/links/client/reader/open-shared-comparison';
import { aSharedComparison, aSharedSweep } from '@/lib/protocol/fixtures/shared-comparison';
import { type Choice, emptyRunState } from '@/lib/protocol/run/run-state';
import { copyComparison } from './copy-comparison';
import type { SharableRun, ShareTerms } from './copy-run';
import { findingsIn } from './find-sensitive';
import { REDACTED } from './redact';
import { sharedSchema } from './shared';
import { outputNumber, paceOfShared, sharedCellRuns } from './shared-cell-runs';
import type { SharedColumns, SharedComparison, SharedSweep } from './shared-comparison';
import {
  comparedLabel,
  sharedModels,
  sharedPrompts,
  sharedSections,
  sharedSummary,
  sharedTitle,
} from './shared-labels';
import { sharedMeasures } from './shared-measures';
import { sharedSettings } from './shared-settings';
import { sharedComparisonTexts } from './shared-texts';

const pause = async () => {};
const ALL = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
const terms = (change: Partial<ShareTerms> = {}): ShareTerms => ({
  title: null,
  include: ALL,
  redactions: [],
  sharedAt: '2026-11-01T10:00:00.000Z',
  ...change,
});

function column(id: string, values: Variant['settings']['values'], more: Partial<Variant> = {}): Variant {
  return {
    id,
    name: null,
    connectionId: 'canary-connection',
    model: 'a-model',
    settings: { values, sent: Object.keys(values) as Variant['settings']['sent'] },
    ...more,
  };
}

function runOf(
  plan: ComparisonPlan,
  cell: string,
  text: string,
  tokens: Choice['tokens'] = null,
): SharableRun {
  const request = requestOfCell(plan, cell)?.request;
  if (!request) throw new Error(`no cell ${cell}`);
  return {
    status: 'complete',
    request,
    state: {
      ...emptyRunState(0),
      status: 'complete',
      choices: [{ index: 0, text, finishReason: 'stop', tokens }],
    },
    pace: [[3, 0, text.length]],
  };
}

function columnsOf(shared: SharedComparison): SharedColumns {
  if (shared.compared.kind !== 'columns') throw new Error('no columns');
  return shared.compared;
}
function sweepOf(shared: SharedComparison): SharedSweep {
  if (shared.compared.kind !== 'sweep') throw new Error('no sweep');
  return shared.compared;
}

const planOf = (prompt: string, columns: [Variant, ...Variant[]]) =>
  planOfVariants({ prompt }, columns, { referenceId: 'canary-b' });
const COLUMNS: [Variant, ...Variant[]] = [
  column('canary-a', { temperature: 0, user: 'canary-user' }, { name: 'from bob@example.com' }),
  column('canary-b', { temperature: 1, stop: ['bob@example.com'] }, { fromRunId: 'canary-run' }),
  column('canary-c', { temperature: 2 }, { prompt: 'Its own' }),
];
const PLAN = planOf('Once upon a time', COLUMNS);
const runs = (plan: ComparisonPlan, texts: Record<string, string>) =>
  new Map(Object.entries(texts).map(([cell, text]) => [cell, runOf(plan, cell, text)] as const));

describe('prompts of token ids', () => {
  const ids = planOfVariants({ prompt: '[7454, 2402]', asIds: true }, [
    column('a', {}),
    column('b', {}, { prompt: 'A text' }),
    column('c', {}, { prompt: ['[1]', '[2, 3]'], asIds: true }),
  ]);

  it('are shown as ids, each column by its own', async () => {
    const shared = sharedSchema.parse(
      await copyComparison({ plan: ids, runs: runs(ids, { a: 'x', c: 'y' }) }, terms(), pause),
    );
    expect(shared).toMatchObject({ prompt: '[7454, 2402]', promptAsIds: true });
    const cells = sharedCellRuns(shared as SharedComparison).map(({ run }) => [run.prompt, run.promptAsIds]);
    expect(cells).toEqual([
      ['[7454, 2402]', true],
      ['A text', undefined],
      [['[1]', '[2, 3]'], true],
    ]);
    const sections = sharedCellRuns(shared as SharedComparison).map(({ run }) =>
      sharedSections(run).map(({ promptLabel }) => promptLabel),
    );
    expect(sections).toEqual([
      ['Prompt (token IDs)'],
      ['Prompt'],
      ['Prompt 1 (token IDs)', 'Prompt 2 (token IDs)'],
    ]);
  });

  it('are shown as ids for a sweep, and not at all with something hidden', async () => {
    const plan: ComparisonPlan = {
      base: {
        prompt: ['[1, 2]', '[3]'],
        asIds: true,
        connectionId: 'x',
        model: 'm',
        settings: { values: {}, sent: [] },
      },
      axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }],
      repeats: 1,
    };
    const sharedWith = (redactions: string[]) =>
      copyComparison({ plan, runs: runs(plan, { r0c0k0: 'x' }) }, terms({ redactions }), pause);
    expect(await sharedWith([])).toMatchObject({ prompt: ['[1, 2]', '[3]'], promptAsIds: true });
    for (const { run } of sharedCellRuns(await sharedWith([]))) expect(run.promptAsIds).toBe(true);
    expect((await sharedWith(['somebody'])).prompt).toEqual([REDACTED, REDACTED]);
  });
});

const COPY = await copyComparison(
  { plan: PLAN, runs: runs(PLAN, { 'canary-a': ' there', 'canary-b': ' was' }) },
  terms({ title: 'Of bob@example.com', redactions: ['bob@example.com'] }),
  pause,
);

describe('the copy of columns', () => {
  it('is what the schema allows, and holds no id, connection or user', async () => {
    expect(sharedSchema.parse(COPY)).toEqual(COPY);
    expect(JSON.stringify(COPY)).not.toContain('canary');
  });

  it('redacts titles, names and settings alike', async () => {
    expect(JSON.stringify(COPY)).not.toContain('bob');
    expect(COPY.title).toBe(`Of ${REDACTED}`);
    const { columns } = columnsOf(COPY);
    expect(columns[0]?.name).toBe(`from ${REDACTED}`);
    expect(columns[1]?.parameters).toEqual({ temperature: 1, stop: [REDACTED], stream: true });
  });

  it('has each prompt once, and a column that was not run without an answer', async () => {
    const { columns, reference } = columnsOf(COPY);
    expect(COPY.prompt).toBe('Once upon a time');
    expect(columns.map(({ prompt }) => prompt)).toEqual([undefined, undefined, 'Its own']);
    expect(columns.map(({ answer }) => answer?.outputs?.[0]?.text)).toEqual([' there', ' was', undefined]);
    expect(columns[2]?.answer).toBeNull();
    expect(reference).toBe(1);
  });

  it('says what was requested, where the plan has changed since', async () => {
    const old = planOf('Before', [column('canary-a', { temperature: 0.5 })]);
    const run = runOf(old, 'canary-a', ' text');
    const copy = await copyComparison({ plan: PLAN, runs: new Map([['canary-a', run]]) }, terms(), pause);
    expect(copy.prompt).toBe('Before');
    expect(columnsOf(copy).columns[0]?.parameters).toEqual({ temperature: 0.5, stream: true });
    expect(columnsOf(copy).columns[1]?.prompt).toBe('Once upon a time');
  });

  it.each(['prompt', 'parameters', 'outputs', 'probabilities', 'timings'] as const)(
    'can do without %s',
    async (part) => {
      const token = { text: ' there', logprob: -1, top: [] };
      const copy = await copyComparison(
        { plan: PLAN, runs: new Map([['canary-a', runOf(PLAN, 'canary-a', ' there', [token])]]) },
        terms({ include: { ...ALL, [part]: false } }),
        pause,
      );
      const [first] = columnsOf(copy).columns;
      const there = {
        prompt: copy.prompt !== undefined,
        parameters: first?.parameters !== undefined || first?.model !== undefined,
        outputs: first?.answer?.outputs !== undefined,
        probabilities: first?.answer?.outputs?.[0]?.tokens !== undefined,
        timings: first?.answer?.timings !== undefined || first?.answer?.pace !== undefined,
      };
      const without = { ...there, [part]: false, ...(part === 'outputs' && { probabilities: false }) };
      expect(there).toEqual(without);
      expect(Object.values(there).filter((value) => !value)).toHaveLength(part === 'outputs' ? 2 : 1);
    },
  );

  it('hides in the one prompt what goes on in the output of any column', async () => {
    const plan = planOf('The code is 12', COLUMNS);
    const copy = await copyComparison(
      { plan, runs: runs(plan, { 'canary-a': '99 or so', 'canary-b': '34, as you know' }) },
      terms({ redactions: ['1234'] }),
      pause,
    );
    expect(copy.prompt).toBe(`The code is ${REDACTED}`);
    expect(columnsOf(copy).columns.map(({ answer }) => answer?.outputs?.[0]?.text)).toEqual([
      '99 or so',
      `${REDACTED}, as you know`,
      undefined,
    ]);
  });

  it('is searched for what may be private, names and joints included', async () => {
    const plan = planOf('Write to ann@exam', [column('canary-a', {}, { name: 'bob@example.com' })]);
    const copy = await copyComparison(
      { plan, runs: runs(plan, { 'canary-a': 'ple.com now' }) },
      terms(),
      pause,
    );
    expect(await findingsIn(await sharedComparisonTexts(copy, pause), pause)).toEqual([
      { kind: 'email', text: 'bob@example.com', count: 1, fields: ['name'] },
      { kind: 'email', text: 'ann@example.com', count: 1, fields: ['outputs'] },
    ]);
  });
});

describe('the copy of a sweep', () => {
  const plan: ComparisonPlan = {
    base: {
      prompt: 'Fill: ',
      connectionId: 'canary-connection',
      model: 'a-model',
      settings: {
        values: { seed: 7, user: 'canary-user', temperature: 2 },
        sent: ['seed', 'user', 'temperature'],
      },
    },
    axes: [
      { kind: 'parameter', parameter: 'temperature', values: [0, 1] },
      { kind: 'parameter', parameter: 'suffix', values: [' end', '-42 and so on'] },
    ],
    repeats: 2,
    referenceId: 'r1c0k1',
  };
  const all = runs(
    plan,
    Object.fromEntries(
      cellsOf(plan)
        .slice(0, 7)
        .map((cell) => [cell, `it is ${cell}`]),
    ),
  );

  it('is what the schema allows: axes, what all have in common, and every cell', async () => {
    const copy = await copyComparison({ plan, runs: all }, terms(), pause);
    expect(sharedSchema.parse(copy)).toEqual(copy);
    expect(JSON.stringify(copy)).not.toContain('canary');
    const sweep = sweepOf(copy);
    expect(sweep).toMatchObject({ rows: 2, columns: 2, repeats: 2, parameters: { seed: 7 } });
    expect(sweep.parameters).not.toHaveProperty('temperature');
    expect(sweep.axes).toEqual(plan.axes);
    expect(sweep.reference).toEqual({ row: 1, column: 0, repeat: 1 });
    expect(sweep.cells.map(({ answer }) => answer === null)).toEqual([...Array(7).fill(false), true]);
    expect(sweep.cells[0]?.answer).not.toHaveProperty('pace');
  });

  it('keeps the text after the gap with the prompt, also where it varies', async () => {
    const include = { ...ALL, prompt: false };
    const copy = await copyComparison({ plan, runs: all }, terms({ include }), pause);
    expect(sweepOf(copy).axes?.[1]).toMatchObject({ values: [REDACTED, REDACTED] });
    expect(JSON.stringify(copy)).not.toContain('and so on');
  });

  it('hides in a value what begins in the output of one cell', async () => {
    const some = new Map(all).set('r0c1k0', runOf(plan, 'r0c1k0', 'it is 17'));
    const copy = await copyComparison({ plan, runs: some }, terms({ redactions: ['17-42'] }), pause);
    expect(sweepOf(copy).axes?.[1]).toMatchObject({ values: [' end', `${REDACTED} and so on`] });
  });

  it('only numbers its cells without the settings', async () => {
    const copy = await copyComparison(
      { plan, runs: all },
      terms({ include: { ...ALL, parameters: false } }),
      pause,
    );
    expect(sweepOf(copy)).not.toHaveProperty('axes');
    expect(sweepOf(copy)).not.toHaveProperty('model');
    expect(sharedCellRuns(copy)[1]?.name).toBe('Row 1, column 2, repeat 1');
  });

  it('leaves out runs of another prompt', async () => {
    const other = { ...plan, base: { ...plan.base, prompt: 'Another' } };
    const copy = await copyComparison(
      { plan, runs: runs(other, { r0c0k0: ' x', r0c1k0: ' y' }) },
      terms(),
      pause,
    );
    expect(sweepOf(copy).cells.every(({ answer }) => answer === null)).toBe(true);
    expect(copy.prompt).toBe('Fill: ');
  });
});

describe('the copy of a sweep of models and prompts', () => {
  const settings: Variant['settings'] = { values: { seed: 7 }, sent: ['seed'] };
  const plan: ComparisonPlan = {
    base: { connectionId: 'canary-one', model: 'canary-base-model', settings, prompt: 'canary-base-prompt' },
    axes: [
      {
        kind: 'model',
        models: [
          { connectionId: 'canary-one', model: 'small' },
          { connectionId: 'canary-two', model: 'of bob@example.com' },
        ],
      },
      {
        kind: 'prompt',
        prompts: [
          { prompt: 'Write to ann@exam' },
          { prompt: ['One', 'Two'] },
          { prompt: '[1, 2]', asIds: true },
        ],
      },
    ],
    repeats: 1,
  };
  const all = runs(plan, Object.fromEntries(cellsOf(plan).map((cell) => [cell, `ple.com of ${cell}`])));

  it('is what the schema allows: each cell with its own model and prompt, and nothing of connections or of the base', async () => {
    const copy = await copyComparison({ plan, runs: all }, terms(), pause);
    expect(sharedSchema.parse(copy)).toEqual(copy);
    expect(JSON.stringify(copy)).not.toContain('canary');
    expect(copy).not.toHaveProperty('prompt');
    expect(sweepOf(copy)).toMatchObject({ rows: 2, columns: 3, parameters: { seed: 7 } });
    expect(sweepOf(copy)).not.toHaveProperty('model');
    const cells = sharedCellRuns(copy).map(({ name, run }) => [name, run.model, run.prompt, run.promptAsIds]);
    expect(cells[1]).toEqual(['Model small, Prompt 1: One · 2: Two', 'small', ['One', 'Two'], undefined]);
    expect(cells[5]?.slice(1)).toEqual(['of bob@example.com', '[1, 2]', true]);
    expect(sharedModels(copy)).toEqual(['small', 'of bob@example.com']);
    expect(sharedPrompts(copy).map(({ label }) => label)).toEqual([
      'Prompt 1',
      'Prompt 2.1',
      'Prompt 2.2',
      'Prompt 3 (token IDs)',
    ]);
    expect(comparedLabel(copy)).toMatch(/^Sweep of 6 · model small \/ of bob@example.com × prompt Write to /);
  });

  it('redacts models and prompts, also where a hidden text goes on in the output of one cell', async () => {
    const some = new Map(all).set('r1c0k0', runOf(plan, 'r1c0k0', ' or not'));
    const copy = await copyComparison(
      { plan, runs: some },
      terms({ redactions: ['ann@example.com', 'bob'] }),
      pause,
    );
    expect(JSON.stringify(copy)).not.toMatch(/ann@|bob/);
    expect(sweepOf(copy).axes?.[0]).toMatchObject({ models: [{}, { model: `of ${REDACTED}@example.com` }] });
    // In token ids a reader with the tokenizer could find it.
    expect(sweepOf(copy).axes?.[1]).toMatchObject({
      prompts: [{ prompt: `Write to ${REDACTED}` }, { prompt: ['One', 'Two'] }, { prompt: REDACTED }],
    });
    expect(sweepOf(copy).parameters).not.toHaveProperty('seed');
  });

  it('is searched for what may be private, joints of each prompt with its outputs included', async () => {
    const found = await findingsIn(
      await sharedComparisonTexts(await copyComparison({ plan, runs: all }, terms(), pause), pause),
      pause,
    );
    expect(found.map(({ text, fields }) => [text, fields])).toEqual([
      ['bob@example.com', ['model']],
      ['ann@example.com', ['outputs']],
    ]);
  });

  it('has no prompt where prompts are not shared, and only numbers cells without the settings', async () => {
    const bare = await copyComparison(
      { plan, runs: all },
      terms({ include: { ...ALL, prompt: false } }),
      pause,
    );
    expect(sharedSchema.parse(bare)).toEqual(bare);
    expect(sweepOf(bare).axes?.[1]).toEqual({ kind: 'prompt', prompts: [{}, {}, {}] });
    expect(sharedCellRuns(bare)[2]?.name).toBe('Model small, Prompt 3');
    const numbered = await copyComparison(
      { plan, runs: all },
      terms({ include: { ...ALL, parameters: false } }),
      pause,
    );
    expect(JSON.stringify(numbered)).not.toMatch(/small|Write to/);
    expect(sharedCellRuns(numbered)[2]?.name).toBe('Row 1, column 3');
  });

  it('says where a parameter was not sent', async () => {
    const axes: ComparisonPlan['axes'] = [
      { kind: 'parameter', parameter: 'temperature', values: [null, 0.5] },
    ];
    const unsent = {
      ...plan,
      axes,
      base: { ...plan.base, settings: { values: { temperature: 1 }, sent: ['temperature'] } },
    };
    const copy = await copyComparison(
      { plan: unsent as ComparisonPlan, runs: runs(unsent as ComparisonPlan, { r0c0k0: 'x' }) },
      terms(),
      pause,
    );
    expect(sharedSchema.parse(copy)).toEqual(copy);
    const cells = sharedCellRuns(copy).map(({ name, run }) => [name, run.parameters?.temperature]);
    expect(cells).toEqual([
      ['Temperature not sent', undefined],
      ['Temperature 0.5', 0.5],
    ]);
    expect(comparedLabel(copy)).toBe('Sweep of 2 · temperature not sent / 0.5');
  });
});

describe('the copy of a comparison with inputs', () => {
  const variant = (id: string, values: Variant['settings']['values'], more: Partial<Variant> = {}) =>
    column(id, values, { model: id, ...more });
  const plan: ComparisonPlan = {
    base: {
      connectionId: 'canary-connection',
      model: 'canary-base-model',
      settings: { values: {}, sent: [] },
      prompt: 'Dear {{name}}, {{{{really}}',
    },
    axes: [
      {
        kind: 'variants',
        variants: [
          variant('canary-a', { temperature: 0, stop: ['{{name}}:'] }, { name: 'Cold' }),
          variant('canary-b', { temperature: 1 }, { prompt: 'To {{name}} at {{password}}' }),
        ],
      },
      { kind: 'parameter', parameter: 'top_p', values: [0.5, 1] },
    ],
    repeats: 1,
    variables: true,
    inputs: {
      columns: ['name', 'password', 'expected'],
      rows: [
        { id: 'canary', values: ['Ann', 'opensesame', 'yes'] },
        { id: '2', values: ['Bob', 'letmein99', 'no'] },
      ],
    },
    checks: [{ id: 'e', kind: 'equals_expected', matchCase: false }],
  };
  const all = runs(plan, Object.fromEntries(cellsOf(plan).map((cell) => [cell, ' yes'])));
  const sharedOf = (change: Partial<ShareTerms> = {}) =>
    copyComparison({ plan, runs: all }, terms(change), pause);
  const promptsOf = (copy: SharedComparison) => sharedCellRuns(copy).map(({ run }) => run.prompt);

  it('is what the schema allows, and each cell has what was sent', async () => {
    const copy = await sharedOf();
    expect(sharedSchema.parse(copy)).toEqual(copy);
    expect(JSON.stringify(sweepOf(copy).cells)).not.toContain('canary');
    expect(sweepOf(copy)).toMatchObject({ inputRows: 2, variables: true, rows: 2, columns: 2 });
    expect(copy.prompt).toBe('Dear {{name}}, {{{{really}}');
    const cells = sharedCellRuns(copy);
    expect(cells).toHaveLength(8);
    expect(cells.map(({ run: { prompt, parameters } }) => [prompt, parameters])).toEqual(
      cellsOf(plan).map((cell) => {
        const { model: _model, prompt, ...parameters } = requestOfCell(plan, cell)?.request ?? {};
        return [prompt, parameters];
      }),
    );
    expect(cells[5]).toMatchObject({ name: 'Settings Cold, Top P 1, row 2', expected: 'no' });
    expect(comparedLabel(copy)).toContain('2 inputs');
  });

  it('is a comparison of the reader’s own, with the table', async () => {
    const { plan: forked } = planOfShared(await sharedOf(), []);
    expect(forked.inputs?.rows.map(({ values }) => values)).toEqual(
      plan.inputs?.rows.map(({ values }) => values),
    );
    const sent = (of: ComparisonPlan) => cellsOf(of).map((cell) => requestOfCell(of, cell)?.request.prompt);
    expect(sent(forked)).toEqual(sent(plan));
  });

  it('has no table, and no values, where prompts are not shared', async () => {
    const copy = await sharedOf({ include: { ...ALL, prompt: false } });
    expect(sharedSchema.parse(copy)).toEqual(copy);
    expect(JSON.stringify({ ...copy, checks: null })).not.toMatch(/Ann|Bob|opensesame|"no"|variables"/);
    expect(promptsOf(copy).every((prompt) => prompt === undefined)).toBe(true);
    expect(sharedCellRuns(copy)[5]?.name).toBe('Settings Cold, Top P 1, row 2');
  });

  it('hides a text in values, and across values and what is around them', async () => {
    const value = await sharedOf({ redactions: ['Bob'] });
    expect(sweepOf(value).inputs?.rows.map(([name]) => name)).toEqual(['Ann', REDACTED]);
    expect(promptsOf(value)[4]).toBe(`Dear ${REDACTED}, {{really}}`);
    const across = await sharedOf({ redactions: ['Dear Bob'] });
    expect(JSON.stringify(across)).not.toContain('Bob');
    expect(promptsOf(across)[4]).toBe(REDACTED);
    expect(promptsOf(across)[0]).toBe(REDACTED);
    // One that goes on in an output.
    const into = await sharedOf({ redactions: ['letmein99 yes'] });
    expect(JSON.stringify(into)).not.toContain('letmein99');
  });

  it('does not say of a hidden text what was expected there', async () => {
    const inputs = { columns: ['name', 'Expected'], rows: [{ id: '1', values: ['Smith', 'Smith'] }] };
    const people: ComparisonPlan = { ...plan, axes: plan.axes.slice(1), inputs };
    const outputs = runs(people, Object.fromEntries(cellsOf(people).map((cell) => [cell, ' John Smith'])));
    const copy = await copyComparison(
      { plan: people, runs: outputs },
      terms({ redactions: ['John Smith'] }),
      pause,
    );
    // A value by itself is no part of the output, and stays.
    expect(sweepOf(copy).inputs?.rows).toEqual([['Smith', REDACTED]]);
    expect(sharedCellRuns(copy)[0]).toMatchObject({
      expected: REDACTED,
      run: { prompt: 'Dear Smith, {{really}}' },
    });
  });

  it('does not say what was expected where a mark stands in an output of the row', async () => {
    const outputs = new Map(all);
    for (const [cell, run] of all) {
      if (JSON.stringify(run.request.prompt).includes('Bob'))
        outputs.set(cell, runOf(plan, cell, ' no, Carol'));
    }
    const copy = await copyComparison({ plan, runs: outputs }, terms({ redactions: ['Carol'] }), pause);
    expect(sweepOf(copy).inputs?.rows.map((row) => row[2])).toEqual(['yes', REDACTED]);
  });

  it('hides a stop text with a variable across which a hidden text stands, also without the table', async () => {
    const include = { ...ALL, prompt: false };
    const copy = await copyComparison({ plan, runs: all }, terms({ include, redactions: ['Ann:'] }), pause);
    expect(JSON.stringify(copy)).not.toContain('{{name}}');
    const other = await copyComparison({ plan, runs: all }, terms({ include, redactions: ['Zoe'] }), pause);
    expect(JSON.stringify(other)).toContain('{{name}}:');
    expect(sweepOf(other).inputs).toBeUndefined();
  });

  it('lets other work run between its cells, its rows, and what is searched in it', async () => {
    let turns = 0;
    const count = async () => {
      turns += 1;
    };
    const copy = await copyComparison({ plan, runs: all }, terms({ redactions: ['Bob'] }), count);
    // Each cell, each row, and each cell beside its row.
    expect(turns).toBe(8 + 2 + 8);
    await sharedComparisonTexts(copy, count);
    expect(turns).toBe(18 + 8);
  });

  it('is a comparison of the reader’s own with the same reference', async () => {
    const [, cell = ''] = cellsOf(plan);
    const marked = { ...plan, referenceId: cell };
    const copy = await copyComparison({ plan: marked, runs: all }, terms(), pause);
    const forked = planOfShared(copy, []).plan;
    expect(forked.referenceId).toBe(cellsOf(forked)[1]);
    // Where axes are not shared there is no such place.
    const numbered = await copyComparison(
      { plan: marked, runs: all },
      terms({ include: { ...ALL, parameters: false } }),
      pause,
    );
    expect(planOfShared(numbered, []).plan.referenceId ?? null).toBeNull();
  });

  it('is called by its first prompt, and says its first output, without filling in the rest', async () => {
    const { compared, prompt: _prompt, ...rest } = await sharedOf();
    if (compared.kind !== 'sweep') throw new Error('no sweep');
    const [first, ...others] = compared.cells;
    if (!first) throw new Error('no cell');
    const unread = others.map((cell) =>
      Object.defineProperty({ ...cell }, 'answer', {
        get: () => {
          throw new Error('read');
        },
      }),
    );
    const shared: SharedComparison = { ...rest, compared: { ...compared, cells: [first, ...unread] } };
    expect(sharedTitle(shared)).toBe('A shared comparison');
    expect(sharedSummary(shared)).toContain('yes');
    expect(() => sharedCellRuns(shared)).toThrow('read');
  });

  it('is searched for what may be private, by the names of columns and across values', async () => {
    const found = await findingsIn(await sharedComparisonTexts(await sharedOf(), pause), pause);
    expect(found.map(({ text }) => text)).toEqual(expect.arrayContaining(['opensesame', 'letmein99']));
    const mail: ComparisonPlan = {
      ...plan,
      base: { ...plan.base, prompt: 'Write to {{name}}@example.com' },
    };
    const texts = await sharedComparisonTexts(
      await copyComparison({ plan: mail, runs: new Map() }, terms(), pause),
      pause,
    );
    expect((await findingsIn(texts, pause)).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Ann@example.com', 'Bob@example.com']),
    );
  });
});

describe('what a reader sees of it', () => {
  it('is what was compared, in a line', async () => {
    expect(comparedLabel(aSharedComparison())).toBe('3 columns · temperature 0 / 0.7 / 1.2');
    expect(comparedLabel(aSharedSweep())).toBe('Sweep of 6 · temperature 0 / 1 × top P 0.25 / 0.5 / 1');
    expect(sharedTitle(aSharedComparison({ title: null }))).toBe('Once upon a time there was a');
    const { prompt: _prompt, ...bare } = aSharedComparison({ title: null });
    expect(sharedTitle(bare)).toBe('A shared comparison');
  });

  it('is the table of the app, marked by the same rules', async () => {
    const rows = sharedSettings(aSharedComparison());
    expect(rows.filter(({ differs }) => differs).map(({ label }) => label)).toEqual(['Temperature']);
    expect(rows.map(({ name }) => name)).not.toContain('connection');
  });

  it('is measured like the app, the likeness to the reference included', async () => {
    const comparison = aSharedComparison();
    const measures = sharedMeasures(comparison);
    // Once for a copy, however many read it.
    expect(sharedMeasures(comparison)).toBe(measures);
    expect(measures.map(([first]) => first?.values.similarity)).toEqual([
      1,
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(measures[1]?.[0]?.values).toMatchObject({ firstTokenMs: 200, tokens: 6, words: 4 });
    expect(sharedMeasures(aSharedSweep()).map((outputs) => outputs.length)).toEqual([
      ...Array(11).fill(1),
      0,
    ]);
  });

  it('is measured in part where there is much of it', async () => {
    const shared = aSharedComparison();
    const [column] = columnsOf(shared).columns;
    const output = column?.answer?.outputs?.[0];
    if (output) output.text = 'word '.repeat(30_000);
    const [first] = sharedMeasures(shared)[0] ?? [];
    expect(first).toMatchObject({ ofBeginning: true, values: { characters: 150_000, words: 20_000 } });
  });

  it('is measured with a few looks at each output, however many a cell has', () => {
    const looks = (count: number) => {
      let seen = 0;
      const shared = aSharedSweep();
      const answer = sweepOf(shared).cells[0]?.answer;
      if (!answer) throw new Error('no answer');
      answer.outputs = Array.from({ length: count }, (_, index) => ({
        ...{ index, finishReason: 'stop' },
        get text() {
          seen += 1;
          return 'the sea';
        },
      }));
      expect(sharedMeasures(shared)[0]).toHaveLength(count);
      return seen;
    };
    expect(looks(400)).toBeLessThan(5 * looks(100));
  });

  it('is measured in part where a cell has many outputs, all of them together', () => {
    const shared = aSharedSweep();
    const answer = sweepOf(shared).cells[0]?.answer;
    if (!answer) throw new Error('no answer');
    answer.outputs = Array.from({ length: 100 }, (_, index) => ({
      ...{ index, text: 'word '.repeat(4_000), finishReason: 'stop' },
    }));
    const words = (sharedMeasures(shared)[0] ?? []).reduce((sum, { values }) => sum + (values.words ?? 0), 0);
    // Of 600,000 characters.
    expect(words).toBeLessThan(120_001);
  });

  it('is refused with anything else in it', async () => {
    const shared = aSharedComparison();
    expect(sharedSchema.safeParse(shared).success).toBe(true);
    expect(sharedSchema.safeParse({ ...shared, userId: 'x' }).success).toBe(false);
    const { columns } = columnsOf(shared);
    columns[0] = { ...columns[0], connectionId: 'x' } as never;
    expect(sharedSchema.safeParse(shared).success).toBe(false);
  });

  it('plays all columns from the beginning, together', async () => {
    const pace = paceOfShared(aSharedComparison());
    expect(pace.map(([ms]) => ms)).toEqual([180, 200, 220, 1200, 1500, 1800]);
    expect(pace.map(([, output]) => output)).toEqual([0, 1, 2, 0, 1, 2].map((at) => outputNumber(at, 0)));
    expect(paceOfShared(aSharedSweep())).toEqual([]);
  });
});
