import { describe, expect, test } from 'vitest';
import { NO_CHECKS } from '@/lib/compare/model/checks';
import { exportedComparisonSchema } from '@/lib/compare/model/comparison-export';
import { comparisonCsv } from '@/lib/compare/model/export-table';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { planOfVariants, requestOfCell } from '@/lib/compare/model/plan-cells';
import { type ExportedRun, exportedRunSchema } from '@/lib/history/model/run-export';
import { type ComparisonToExport, exportedComparison, exportRecords } from './comparison-export';

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
  return exportedRunSchema.parse({
    id,
    originId: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    order: 0,
    endedAt: null,
    status: 'complete',
    source: 'compare',
    sourceName: null,
    title: null,
    note: null,
    starred: false,
    tags: [],
    connectionName: 'Mine',
    connectionKind: 'own',
    model: 'm',
    request: requestOfCell(plan, cell)?.request,
    retries: null,
    choiceCount: 1,
    outputs: [{ index: 0, text, finishReason: 'stop', tokens: null }],
    usage: null,
    timings: { sentMs: 1, headersMs: 2, firstTokenMs: 10, durationMs: 100 },
    durationMs: 100,
    tokenCount: null,
    pace: null,
    response: null,
    error: null,
    attempts: [],
    parentId: null,
    parentOriginId: null,
    branch: null,
  });
}

const given: ComparisonToExport = {
  plan,
  title: 'Two temperatures',
  note: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  votes: [
    {
      id: 'v',
      cell: 'r1c0k0',
      note: 'Livelier',
      shown: ['r1c0k0', 'r0c0k0'],
      createdAt: '2026-01-02T00:00:00.000Z',
    },
  ],
  connectionName: () => 'Mine',
  runIds: { r0c0k0: 'a', r1c0k0: 'gone' },
  runs: [run('a', 'r0c0k0', ' upon a time')],
  checks: [],
};

describe('export of a comparison', () => {
  test('token ids stay token ids', () => {
    const now = new Date('2026-02-01T00:00:00Z');
    const ofIds = { ...plan, base: { ...plan.base, prompt: '[1, 2]', asIds: true } };
    const document = exportedComparisonSchema.parse(exportedComparison({ ...given, plan: ofIds }, now));
    expect(document.plan.base).toMatchObject({ prompt: '[1, 2]', asIds: true });
    const { prompt, asIds, ...base } = ofIds.base;
    const ofColumns = planOfVariants({ prompt, asIds }, [
      { id: 'a', name: null, ...base, fromRunId: 'secret-run' },
      { id: 'b', name: null, ...base, prompt: ['[3]'], asIds: true },
    ]);
    const exported = exportedComparison({ ...given, plan: ofColumns }, now);
    expect(JSON.stringify(exported)).not.toContain('secret');
    const read = exportedComparisonSchema.parse(exported).plan;
    expect(read.base.asIds).toBe(true);
    expect(read.axes).toMatchObject([{ variants: [{ id: 'a' }, { prompt: ['[3]'], asIds: true }] }]);
    expect(exportRecords({ ...given, plan: ofColumns, runIds: {} }).map(({ prompt }) => prompt)).toEqual([
      '[1,2]',
      '[[3]]',
    ]);
  });

  test('the document keeps its schema, and holds plan, runs and votes without ids of the server', () => {
    const document = exportedComparison(given, new Date('2026-02-01T00:00:00Z'));
    const read = exportedComparisonSchema.parse(JSON.parse(JSON.stringify(document)));
    expect(read.plan).toMatchObject({ base: { connectionName: 'Mine', model: 'm' } });
    expect(read.cells).toEqual([
      { cell: 'r0c0k0', name: 'Temperature 0', runId: 'a' },
      { cell: 'r1c0k0', name: 'Temperature 1', runId: null },
    ]);
    expect(read.runs).toHaveLength(1);
    expect(read.votes).toMatchObject([{ cell: 'r1c0k0', note: 'Livelier' }]);
    expect(JSON.stringify(document)).not.toContain('secret-connection-id');
  });

  test('a table has a line for each cell, the ones without a run included', () => {
    const records = exportRecords(given);
    expect(records).toMatchObject([
      { cell: 'r0c0k0', text: ' upon a time', status: 'complete', parameters: { temperature: 0 } },
      { cell: 'r1c0k0', text: null, status: null, parameters: { temperature: 1 } },
    ]);
    expect(records[0]?.measures?.values).toMatchObject({ words: 3, firstTokenMs: 10, similarity: 1 });
    const csv = comparisonCsv(records, NO_CHECKS).split('\r\n');
    expect(csv).toHaveLength(4);
    expect(csv[0]).toContain('temperature,max_tokens');
  });
});
