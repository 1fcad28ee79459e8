import { expect, it } from 'vitest';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { groupFigures, passedLabel } from '@/lib/compare/model/cell-lines';
import { type Check, checkLabel, passesAll } from '@/lib/compare/model/checks';
import type { SweepRun } from '@/lib/compare/model/comparisons';
import { outputsOf as exportedOutputs, recordsOfCell } from '@/lib/compare/model/export-records';
import { comparisonMarkdown } from '@/lib/compare/model/export-table';
import type { MeasuredOutput } from '@/lib/compare/model/measured-output';
import { checkMeasure, measureOutput, withVerdicts } from '@/lib/compare/model/measures';
import { comparisonPlanSchema } from '@/lib/compare/model/plan';
import { cellsOf, pointOf, requestOfCell } from '@/lib/compare/model/plan-cells';
import { judge, prepareChecks } from '@/lib/compare/model/run-checks';
import { spread } from '@/lib/compare/model/spread';
import { comparisonCsv, comparisonJsonl } from '@/lib/compare/model/testing/whole-tables';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { type ExportedRun, exportedRunSchema } from '@/lib/history/model/run-export';
import { seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { wholeOutputsOf } from './cell-outputs';
import { sweepRun } from './cell-run';
import { chartSpread, passLabel } from './sweep-figures';
import { isCheckable, verdictsOf } from './verdicts';

const CHECKS: Check[] = [
  { id: 'sea', kind: 'contains', value: 'sea', matchCase: false },
  { id: 'no', kind: 'not_contains', value: 'storm', matchCase: false },
  { id: 'end', kind: 'matches', value: '\\.$', matchCase: true },
  { id: 'tokens', kind: 'length', unit: 'tokens', min: 3, max: 6 },
];
const PLAN = comparisonPlanSchema.parse({
  kind: 'sweep',
  prompt: 'Once',
  base: {
    connectionId: 'x',
    model: 'm',
    settings: { values: { max_tokens: 9, n: 2 }, sent: ['max_tokens', 'n'] },
  },
  axes: [
    { parameter: 'temperature', values: [0, 0.5, 1] },
    { parameter: 'top_p', values: [0.5, 1] },
  ],
  repeats: 3,
  referenceId: null,
  checks: CHECKS,
});

/** Some failed, some stopped, some with one choice only, whose tokens are then counted. */
function randomRuns(random: () => number) {
  const words = ['the', 'sea', 'storm', 'Sea.', 'end.', 'a'];
  return cellsOf(PLAN).map((cell, at) => {
    const request = requestOfCell(PLAN, cell)?.request;
    if (!request) throw new Error(`no cell ${cell}`);
    const count = random() < 0.5 ? 1 : 2;
    const status =
      random() < 0.2 ? ('failed' as const) : random() < 0.2 ? ('stopped' as const) : ('complete' as const);
    const outputs = Array.from({ length: count }, (_, index) => ({
      index,
      text: Array.from(
        { length: Math.floor(random() * 8) },
        () => words[Math.floor(random() * words.length)],
      ).join(' '),
      finishReason: 'stop',
      tokens: null,
    }));
    const usage = { promptTokens: 1, completionTokens: 1 + Math.floor(random() * 8), totalTokens: 9 };
    return { id: `run-${at}`, cell, request, status, outputs, usage };
  });
}
const TIMINGS = { sentMs: 1, headersMs: 2, firstTokenMs: 10, durationMs: 100 };
type RandomRun = ReturnType<typeof randomRuns>[number];

function asExported({ id, request, status, outputs, usage }: RandomRun) {
  return exportedRunSchema.parse(
    exampleRun({
      ...{ id, status, source: 'compare', connectionName: 'Mine', connectionKind: 'own', model: 'm' },
      ...{ request: request as ExportedRun['request'], choiceCount: outputs.length, outputs, usage },
      ...{ timings: TIMINGS, durationMs: 100 },
    } as Partial<ExportedRun>),
  );
}

function asLight({ id, status, outputs, usage }: RandomRun): SweepRun {
  return {
    id,
    status,
    connectionId: 'x',
    connectionName: 'Mine',
    choiceCount: outputs.length,
    createdAt: '2026-01-01T00:00:00.000Z',
    choices: outputs.map(({ index, text, finishReason }) => ({
      index,
      text,
      length: text.length,
      finishReason,
      meanLogprob: null,
      tokenCount: null,
    })),
    usage,
    timings: TIMINGS,
    error: null,
  };
}

it('the rates on the grid and of the charts are those computed from every export', async () => {
  const random = seededRandom(81);
  const prepared = await prepareChecks(CHECKS);
  for (let round = 0; round < 25; round += 1) {
    const made = randomRuns(random);
    const facts = new Map(
      made.map(({ cell, ...one }) => {
        const run = sweepRun(asLight({ cell, ...one }), { id: 'c', plan: PLAN }, cell, true);
        const written = wholeOutputsOf(run);
        const verdicts = isCheckable(run, PLAN, cell)
          ? verdictsOf({ run, plan: PLAN, cell, outputs: written }, prepared)
          : [];
        const outputs = verdicts.map((verdict, choice) =>
          withVerdicts(measureOutput(written[choice] as MeasuredOutput), CHECKS, [verdict]),
        );
        return [cell, { status: one.status, outputs, text: null, identity: null }] as const;
      }),
    );
    const placed = gridOf(PLAN).cells;

    const exported = new Map(made.map((one) => [one.cell, asExported(one)]));
    const judged = (cell: string) => {
      const run = exported.get(cell);
      return run?.status === 'complete' ? exportedOutputs(run).map((output) => judge(prepared, output)) : [];
    };
    const given = { plan: PLAN, similarTo: null };
    const records = cellsOf(PLAN).flatMap((cell) => [
      ...recordsOfCell(given, cell, exported.get(cell), judged(cell)),
    ]);
    const jsonl = comparisonJsonl(records, CHECKS)
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { cell: string; passed: boolean | null; checks: { pass: boolean | null }[] },
      );
    const csv = comparisonCsv(records, CHECKS)
      .trimEnd()
      .split('\r\n')
      .map((line) =>
        [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map((field) => field[1] ?? field[2] ?? ''),
      );
    const passedAt = csv[0]?.indexOf('passed') ?? -1;
    expect(csv[0]).toEqual(expect.arrayContaining(CHECKS.map((check) => `check: ${checkLabel(check)}`)));

    const labelOf = (passes: readonly (boolean | null)[]) => {
      const rate = spread(passes.map((pass) => (pass === null ? null : Number(pass))));
      return rate === null ? null : passLabel(rate);
    };
    const parts = [
      {},
      ...[0, 1, 2].map((row) => ({ row })),
      ...[0, 1].map((column) => ({ column })),
      { row: 1, column: 1 },
    ];
    for (const part of parts) {
      const isIn = (cell: string) => {
        const point = pointOf(PLAN, cell);
        return Object.entries(part).every(([along, at]) => point?.[along as 'row' | 'column'] === at);
      };
      const label = passedLabel(
        groupFigures(
          placed.filter(({ cell }) => isIn(cell)),
          (cell) => facts.get(cell),
          ['passed'],
        ),
      );
      const known = label === 'No verdict' ? null : label;
      expect(labelOf(jsonl.filter(({ cell }) => isIn(cell)).map(({ passed }) => passed))).toBe(known);
      expect(
        labelOf(made.filter(({ cell }) => isIn(cell)).flatMap(({ cell }) => judged(cell).map(passesAll))),
      ).toBe(known);
      expect(
        labelOf(
          csv
            .slice(1)
            .filter(([cell = '']) => isIn(cell))
            .map((line) => (line[passedAt] === '' ? null : line[passedAt] === '1')),
        ),
      ).toBe(known);
      // What a chart of each check shows is what the export has of it.
      const drawn = placed.flatMap(({ cell }) => (isIn(cell) ? (facts.get(cell)?.outputs ?? []) : []));
      for (const [at, check] of CHECKS.entries()) {
        const rate = chartSpread(drawn, checkMeasure(check));
        expect(rate && passLabel(rate)).toBe(
          labelOf(jsonl.filter(({ cell }) => isIn(cell)).map(({ checks }) => checks[at]?.pass ?? null)),
        );
      }
    }
    // A run that did not complete has no verdict, and does not count as one that fails.
    for (const { cell, status } of made) {
      if (status === 'complete') continue;
      expect(facts.get(cell)?.outputs).toEqual([]);
      expect(jsonl.filter((line) => line.cell === cell).every(({ passed }) => passed === null)).toBe(true);
    }
    const table = comparisonMarkdown(records, CHECKS);
    expect(table).toContain('| Passed checks |');
    expect(table).toContain('| Failed checks |');
  }
});
