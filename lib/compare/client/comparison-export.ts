import * as z from 'zod/mini';
import type { Verdict } from '@/lib/compare/model/checks';
import {
  COMPARISON_EXPORT_VERSION,
  COMPARISON_FORMAT,
  type ExportedComparison,
  type ExportedPlan,
} from '@/lib/compare/model/comparison-export';
import type { Vote } from '@/lib/compare/model/comparisons';
import type { ExportRecord } from '@/lib/compare/model/export-table';
import { measuredOutput } from '@/lib/compare/model/measured-output';
import { measureOutput, withVerdicts } from '@/lib/compare/model/measures';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf, type PlannedModel, requestOfCell } from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { checksOfCell, judge, type PreparedCheck } from '@/lib/compare/model/run-checks';
import { similarityTo } from '@/lib/compare/model/similarity';
import { type ExportedRun, exportedRunSchema } from '@/lib/history/model/run-export';
import { api } from '@/lib/platform/client/http/api';

/** What an export of a comparison is made from. */
export interface ComparisonToExport {
  readonly plan: ComparisonPlan;
  readonly title: string | null;
  readonly note: string | null;
  readonly createdAt: string | null;
  readonly votes: readonly Vote[];
  readonly connectionName: (connectionId: string) => string | null;
  /** The run of each cell that has one. */
  readonly runIds: Readonly<Record<string, string>>;
  readonly runs: readonly ExportedRun[];
  /** The checks of the plan, ready to be applied. */
  readonly checks: readonly PreparedCheck[];
}

const documentSchema = z.object({ runs: z.array(exportedRunSchema) });

/** Whole runs in the format of every export. Runs that are gone are left out. Throws `ApiError`. */
export async function fetchExportedRuns(ids: readonly string[]): Promise<readonly ExportedRun[]> {
  if (ids.length === 0) return [];
  const body = { format: 'json', ids };
  return (await api('/api/runs/export', documentSchema, { method: 'POST', body })).runs;
}

export function exportedComparison(given: ComparisonToExport, now: Date): ExportedComparison {
  const { plan, title, note, createdAt, votes, connectionName, runIds, runs } = given;
  return {
    format: COMPARISON_FORMAT,
    version: COMPARISON_EXPORT_VERSION,
    exportedAt: now.toISOString(),
    title,
    note,
    createdAt,
    plan: exportedPlan(plan, connectionName),
    cells: cellsOf(plan).map((cell) => {
      const id = runIds[cell] ?? null;
      const run = runs.find((one) => one.id === id);
      const verdicts = verdictsOf(run, checksOfCell(given.checks, plan, cell));
      return {
        cell,
        name: cellName(plan, cell),
        runId: run?.id ?? null,
        ...(verdicts.length > 0 && { verdicts }),
      };
    }),
    runs: [...runs],
    votes: votes.map(({ cell, note: said, shown, createdAt: at }) => ({
      cell,
      note: said,
      shown: [...shown],
      createdAt: at,
    })),
  };
}

/** The plan with names in place of connections, and without what only our server knows. */
function exportedPlan(
  { background: _background, ...plan }: ComparisonPlan,
  connectionName: ComparisonToExport['connectionName'],
): ExportedPlan {
  const named = <Part extends PlannedModel>({ connectionId, ...part }: Part) => ({
    ...part,
    connectionName: connectionName(connectionId),
  });
  const axes = plan.axes.map((axis): ExportedPlan['axes'][number] => {
    if (axis.kind === 'model') return { ...axis, models: axis.models.map(named) };
    if (axis.kind !== 'variants') return axis;
    return { ...axis, variants: axis.variants.map(({ fromRunId: _shown, ...variant }) => named(variant)) };
  });
  return { ...plan, base: named(plan.base), axes, referenceId: plan.referenceId ?? null };
}

/** One record for each output, in the plan's order; one for a cell without any. */
export function exportRecords(given: ComparisonToExport): ExportRecord[] {
  const { plan, runIds, runs, checks: prepared } = given;
  const checks = prepared.map(({ check }) => check);
  const byId = new Map(runs.map((run) => [run.id, run]));
  const runOf = (cell: string | null | undefined) => byId.get(runIds[cell ?? ''] ?? '');
  const reference = outputsOf(runOf(plan.referenceId))[0];
  const similarTo = reference ? similarityTo(reference.text) : null;
  return cellsOf(plan).flatMap((cell): ExportRecord[] => {
    const run = runOf(cell);
    const request = run?.request ?? requestOfCell(plan, cell)?.request;
    const { model = '', prompt = '', ...parameters } = request ?? {};
    const record = {
      cell,
      name: cellName(plan, cell),
      model,
      prompt: typeof prompt === 'string' ? prompt : JSON.stringify(prompt),
      parameters,
      status: run?.status ?? null,
    };
    const outputs = outputsOf(run);
    if (outputs.length === 0) return [{ ...record, choice: 0, measures: null, verdicts: [], text: null }];
    const verdicts = verdictsOf(run, checksOfCell(prepared, plan, cell));
    return outputs.map((output, choice) => ({
      ...record,
      choice,
      measures: withVerdicts(measureOutput(output, similarTo), checks, verdicts.slice(choice, choice + 1)),
      verdicts: verdicts[choice] ?? [],
      text: output.text,
    }));
  });
}

/** Of each output of a complete run, the verdict of each check. */
function verdictsOf(run: ExportedRun | undefined, checks: readonly PreparedCheck[]): Verdict[][] {
  if (run?.status !== 'complete' || checks.length === 0) return [];
  return outputsOf(run).map((output) => judge(checks, output));
}

const NO_TIMINGS = { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null };

function outputsOf(run: ExportedRun | undefined) {
  if (!run) return [];
  const choices = run.outputs.toSorted((a, b) => a.index - b.index);
  const { usage, response, cost } = run;
  const state = { choices, usage, response, cost, timings: run.timings ?? NO_TIMINGS };
  return choices.flatMap((_, at) => measuredOutput(state, run.request, at) ?? []);
}
