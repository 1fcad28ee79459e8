import { describe, expect, test } from 'vitest';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { similarityTo } from '@/lib/texts/model/similarity';
import { NO_CHECKS } from './checks';
import { exportedPlanSchema } from './comparison-export';
import { exportedPlan, recordsOfCell } from './export-records';
import { createComparisonCsv, type TableColumns, tableColumns } from './export-table';
import type { ComparisonPlan } from './plan';
import { cellsOf, planOfVariants, requestOfCell } from './plan-cells';
import { comparisonCsv, comparisonJsonl } from './testing/whole-tables';

const plan: ComparisonPlan = {
  base: {
    prompt: 'Once',
    connectionId: 'secret-connection-id',
    model: 'm',
    settings: { values: { max_tokens: 5, stream: true, user: 'somebody' }, sent: ['max_tokens', 'stream'] },
  },
  axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }],
  repeats: 1,
  referenceId: 'r0c0k0',
};

function run(id: string, cell: string, text: string): ExportedRun {
  return exampleRun({
    ...{ id, source: 'compare', connectionName: 'Mine', connectionKind: 'own', model: 'm' },
    request: requestOfCell(plan, cell)?.request as ExportedRun['request'],
    outputs: [{ index: 0, text, finishReason: 'stop', tokens: null }],
    timings: { sentMs: 1, headersMs: 2, firstTokenMs: 10, durationMs: 100 },
    durationMs: 100,
  });
}

const options = { plan, similarTo: similarityTo(' upon a time') };

describe('what exports of a comparison have', () => {
  test('token ids stay token ids', () => {
    const ofIds = { ...plan, base: { ...plan.base, prompt: '[1, 2]', asIds: true } };
    expect(exportedPlanSchema.parse(exportedPlan(ofIds, () => 'Mine')).base).toMatchObject({
      prompt: '[1, 2]',
      asIds: true,
    });
    const { prompt, asIds, ...base } = ofIds.base;
    const ofColumns = planOfVariants({ prompt, asIds }, [
      { id: 'a', name: null, ...base, fromRunId: 'secret-run' },
      { id: 'b', name: null, ...base, prompt: ['[3]'], asIds: true },
    ]);
    const exported = exportedPlan(ofColumns, () => 'Mine');
    expect(JSON.stringify(exported)).not.toContain('secret');
    const read = exportedPlanSchema.parse(exported);
    expect(read.base.asIds).toBe(true);
    expect(read.axes).toMatchObject([{ variants: [{ id: 'a' }, { prompt: ['[3]'], asIds: true }] }]);
    const records = cellsOf(ofColumns).flatMap((cell) => [
      ...recordsOfCell({ ...options, plan: ofColumns }, cell, undefined, []),
    ]);
    expect(records.map((record) => record.prompt)).toEqual(['[1,2]', '[[3]]']);
  });

  test('a table has a line for each cell with its coordinates, the ones without a run included', () => {
    const records = [
      ...recordsOfCell(options, 'r0c0k0', run('a', 'r0c0k0', ' upon a time'), []),
      ...recordsOfCell(options, 'r1c0k0', undefined, []),
    ];
    expect(records).toMatchObject([
      { cell: 'r0c0k0', text: ' upon a time', status: 'complete', parameters: { temperature: 0 } },
      { cell: 'r1c0k0', text: null, status: null, parameters: { temperature: 1 } },
    ]);
    expect(records.map(({ coordinates }) => coordinates)).toEqual([{ row: '0' }, { row: '1' }]);
    expect(records[0]?.measures?.values).toMatchObject({ words: 3, firstTokenMs: 10, similarity: 1 });
    const csv = comparisonCsv(records, NO_CHECKS).split('\r\n');
    expect(csv).toHaveLength(4);
    expect(csv[0]).toContain('temperature,max_tokens');
  });

  test('all coordinates, and the columns of a table of inputs, are columns', () => {
    const withInputs: ComparisonPlan = {
      ...plan,
      base: { ...plan.base, prompt: 'The capital of {{country}} is' },
      axes: [
        ...plan.axes,
        {
          kind: 'model',
          models: [
            { connectionId: 'p', model: 'm' },
            { connectionId: 'q', model: 'n' },
          ],
        },
      ],
      repeats: 2,
      variables: true,
      inputs: {
        columns: ['country', 'row'],
        rows: [
          { id: 'a', values: ['Peru', '1'] },
          { id: 'b', values: ['=1+1', '2'] },
        ],
      },
    };
    const records = cellsOf(withInputs).flatMap((cell) => [
      ...recordsOfCell({ ...options, plan: withInputs }, cell, undefined, []),
    ]);
    expect(records).toHaveLength(16);
    const lines = comparisonCsv(records, NO_CHECKS).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(
      /^\uFEFF?cell,name,row,column,input,repeat,input: country,input: row,choice,model,/,
    );
    expect(lines).toContainEqual(expect.stringContaining(",1,n,2,2,'=1+1,2,0,n,"));
    const [line] = comparisonJsonl(records.slice(-1), NO_CHECKS).split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({
      coordinates: { row: '1', column: 'n', input: 2, repeat: 2 },
      inputs: { country: '=1+1', row: '2' },
      prompt: 'The capital of =1+1 is',
    });
  });

  test('a table that is written in parts is the one that is written at once', () => {
    const records = [
      ...recordsOfCell(options, 'r0c0k0', run('a', 'r0c0k0', ' upon a time'), []),
      ...recordsOfCell(options, 'r1c0k0', undefined, []),
    ];
    const columns = records.reduce<TableColumns | undefined>(
      (before, record) => tableColumns([record], NO_CHECKS, before),
      undefined,
    );
    const { head, line } = createComparisonCsv(columns as TableColumns, NO_CHECKS);
    expect([head, ...records.map(line)].join('')).toBe(comparisonCsv(records, NO_CHECKS));
  });
});
