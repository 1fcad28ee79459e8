import { type FileOptions, fileResponse, MAX_PART } from '@/lib/accounts/server/file-response';
import { lastRunsOf } from '@/lib/compare/db/comparison-runs';
import { listVotes } from '@/lib/compare/db/comparison-votes';
import { getComparison } from '@/lib/compare/db/comparisons';
import { NO_CHECKS, type Verdict } from '@/lib/compare/model/checks';
import {
  COMPARISON_EXPORT_VERSION,
  COMPARISON_FORMAT,
  type ComparisonExportFormat,
  type ExportedComparison,
} from '@/lib/compare/model/comparison-export';
import type { Comparison } from '@/lib/compare/model/comparisons';
import {
  exportedPlan,
  outputsOf,
  type RecordOptions,
  recordsOfCell,
} from '@/lib/compare/model/export-records';
import {
  comparisonJsonLine,
  comparisonMarkdown,
  createComparisonCsv,
  createShortRecords,
  type ExportRecord,
  type ShownLengths,
  type TableColumns,
  tableColumns,
} from '@/lib/compare/model/export-table';
import { cellCount, cellsOf, variantsOf } from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { checksOfCell, type PreparedCheck, prepareChecks } from '@/lib/compare/model/run-checks';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { groupsBySize } from '@/lib/history/db/groups-by-size';
import { readRunsForExport, runSizes } from '@/lib/history/db/run-export';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { withLiveState } from '@/lib/history/server/transfer/export-runs';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { similarityTo } from '@/lib/texts/model/similarity';
import { boundedJudge, type Judge } from './bounded-judge';

export interface ExportOptions extends Pick<FileOptions, 'gone' | 'access' | 'origin' | 'log'> {
  readonly userId: string;
  readonly comparisonId: string;
  readonly format: ComparisonExportFormat;
}

const TYPES: Readonly<Record<ComparisonExportFormat, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
  md: 'text/markdown; charset=utf-8',
};
/** Cells whose runs are in memory at a time, as far as they are small. */
const CELLS_AT_ONCE = 20;
/** A comparison with more cells than this counts as several exports. */
const CELLS_OF_ONE_EXPORT = 500;
/** Steps of the checks of one file, as of a link; the outputs after that have no verdicts. */
const MAX_STEPS = 500_000_000;
/** A Markdown table shows only the beginning of long texts. */
const SHOWN_IN_MARKDOWN: ShownLengths = { text: 2_000, value: 200 };
/** … and of long tables: nobody reads more, and which rows it has is known only when all of it is in memory. */
const MAX_OUTPUTS_IN_MARKDOWN = 1_000;
const CUT_MARKDOWN = `\nOnly the first ${MAX_OUTPUTS_IN_MARKDOWN.toLocaleString('en')} outputs are shown. CSV and JSONL have all of them.\n`;

/**
 * A comparison as a file (docs/export-format.md), read from the database as fast as the client takes it. Throws AppError:
 * `not_found`, `rate_limited`.
 */
export async function exportComparison(options: ExportOptions): Promise<Response> {
  const { userId, comparisonId, format, ...file } = options;
  const comparison = await getComparison(userId, comparisonId);
  if (comparison === null) throw new AppError('not_found');
  // A large one reads and checks as much as many exports do.
  const more = Math.floor(cellCount(comparison.plan) / CELLS_OF_ONE_EXPORT);
  if (more > 0) await limit('exportsByUser').take(userId, more);
  return fileResponse({
    ...file,
    parts: (stopped) => partsOf(userId, comparison, format, stopped),
    contentType: TYPES[format],
    name: `comparison-${comparison.updatedAt.slice(0, 10)}.${format}`,
  });
}

async function* partsOf(
  userId: string,
  comparison: Comparison,
  format: ComparisonExportFormat,
  stopped: AbortSignal,
): AsyncGenerator<string, void> {
  const source = await sourceOf(userId, comparison, stopped);
  yield* inParts(format === 'json' ? documentOf(source) : linesOf(source, format));
}

interface ExportSource extends RecordOptions {
  readonly userId: string;
  /** Aborts when nobody takes the file any more. */
  readonly stopped: AbortSignal;
  readonly comparison: Comparison;
  readonly checks: readonly PreparedCheck[];
  readonly cells: readonly string[];
  /** The run that each cell shows. */
  readonly runIds: ReadonlyMap<string, string>;
}

async function sourceOf(userId: string, comparison: Comparison, stopped: AbortSignal): Promise<ExportSource> {
  const { id, plan } = comparison;
  const shown = variantsOf(plan).flatMap(({ id: cell, fromRunId }) =>
    fromRunId === undefined ? [] : [[cell, fromRunId] as const],
  );
  const last = (await lastRunsOf(userId, id)).map(({ cell, runId }) => [cell, runId] as const);
  const source = {
    ...{ userId, stopped, comparison },
    plan,
    cells: cellsOf(plan),
    runIds: new Map([...shown, ...last]),
    checks: await prepareChecks(plan.checks ?? NO_CHECKS),
    similarTo: null,
  };
  const reference = source.runIds.get(plan.referenceId ?? '');
  if (reference === undefined) return source;
  const [output] = outputsOf((await readRuns(source, [reference])).get(reference));
  return { ...source, similarTo: output ? similarityTo(output.text) : null };
}

/** @throws the reason of `stopped` */
async function readRuns(
  { userId, stopped }: Pick<ExportSource, 'userId' | 'stopped'>,
  ids: readonly string[],
): Promise<Map<string, ExportedRun>> {
  const runs = new Map<string, ExportedRun>();
  if (ids.length === 0) return runs;
  const scope = { kind: 'ids', ids } as const;
  for await (const group of readRunsForExport(userId, scope, { withTokens: true, stopped })) {
    for (const run of group) {
      const current = await withLiveState(userId, run, { withTokens: true });
      if (current !== null) runs.set(run.id, current);
    }
  }
  return runs;
}

interface CellWithRun {
  readonly cell: string;
  readonly run: ExportedRun | undefined;
}

/** All cells in the plan's order, each with its run, as many at a time as are small together. */
async function* cellsWithRuns(source: ExportSource): AsyncGenerator<CellWithRun[]> {
  const { userId, stopped, cells, runIds } = source;
  const idsOf = (some: readonly string[]) => some.flatMap((cell) => runIds.get(cell) ?? []);
  for (let at = 0; at < cells.length; at += CELLS_AT_ONCE) {
    const some = cells.slice(at, at + CELLS_AT_ONCE);
    const sizes = await runSizes(userId, idsOf(some));
    for (const group of groupsBySize(some, (cell) => sizes.get(runIds.get(cell) ?? '') ?? 0)) {
      stopped.throwIfAborted();
      const runs = await readRuns(source, idsOf(group));
      yield group.map((cell) => ({ cell, run: runs.get(runIds.get(cell) ?? '') }));
    }
  }
}

/** @param judge null: without verdicts */
async function* recordsOf(source: ExportSource, judge: Judge | null): AsyncGenerator<ExportRecord> {
  const pause = createYielder();
  for await (const some of cellsWithRuns(source)) {
    for (const { cell, run } of some) {
      const verdicts = judge ? await verdictsOf(source, cell, run, judge) : [];
      // A similarity may take milliseconds, and a run may have thousands of outputs.
      for (const record of recordsOfCell(source, cell, run, verdicts)) {
        await pause();
        source.stopped.throwIfAborted();
        yield record;
      }
    }
  }
}

/** Of each output of a complete run, the verdict of each check. */
async function verdictsOf(
  { plan, checks, stopped }: ExportSource,
  cell: string,
  run: ExportedRun | undefined,
  judge: Judge,
): Promise<Verdict[][]> {
  if (run?.status !== 'complete' || checks.length === 0) return [];
  const own = checksOfCell(checks, plan, cell);
  const verdicts: Verdict[][] = [];
  for (const output of outputsOf(run)) {
    stopped.throwIfAborted();
    verdicts.push(await judge(own, output));
  }
  return verdicts;
}

/** Each is written when it is taken: the settings of a run are in the line of each of its outputs, and may be long. */
async function* linesOf(
  source: ExportSource,
  format: Exclude<ComparisonExportFormat, 'json'>,
): AsyncGenerator<string, void> {
  const checks = source.plan.checks ?? NO_CHECKS;
  const judge = boundedJudge(MAX_STEPS);
  if (format === 'jsonl') {
    for await (const record of recordsOf(source, judge)) yield comparisonJsonLine(record, checks);
    return;
  }
  if (format === 'md') {
    yield* markdownOf(source, judge);
    return;
  }
  // Which columns there are is known at the end, and a file is not held in memory: it is read twice.
  let columns: TableColumns | undefined;
  for await (const record of recordsOf(source, null)) columns = tableColumns([record], checks, columns);
  const table = createComparisonCsv(columns ?? tableColumns([], checks), checks);
  yield table.head;
  for await (const record of recordsOf(source, judge)) yield table.line(record);
}

async function* markdownOf(source: ExportSource, judge: Judge): AsyncGenerator<string, void> {
  const shorten = createShortRecords(SHOWN_IN_MARKDOWN);
  const records: ExportRecord[] = [];
  let isCut = false;
  for await (const record of recordsOf(source, judge)) {
    isCut = records.length === MAX_OUTPUTS_IN_MARKDOWN;
    if (isCut) break;
    records.push(shorten(record));
  }
  yield comparisonMarkdown(records, source.plan.checks ?? NO_CHECKS, SHOWN_IN_MARKDOWN);
  if (isCut) yield CUT_MARKDOWN;
}

/** Short lines go together. */
async function* inParts(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
  let part = '';
  for await (const line of lines) {
    part += line;
    if (part.length < MAX_PART) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** The document; its runs are one a line, so that a reader needs to hold but one of them. */
async function* documentOf(source: ExportSource): AsyncGenerator<string, void> {
  const { userId, comparison, plan } = source;
  const judge = boundedJudge(MAX_STEPS);
  const { title, note, createdAt } = comparison;
  const connections = await listConnectionsFor(userId);
  const nameOf = (id: string) => connections.find((connection) => connection.id === id)?.name ?? null;
  const votes = (await listVotes(userId, comparison.id)).map(({ id: _id, ...vote }) => vote);
  const head: Omit<ExportedComparison, 'runs' | 'cells'> = {
    format: COMPARISON_FORMAT,
    version: COMPARISON_EXPORT_VERSION,
    exportedAt: new Date().toISOString(),
    ...{ title, note, createdAt },
    plan: exportedPlan(plan, nameOf),
    votes,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"runs":[`;
  // As text: thousands of verdicts take many times as much as objects.
  const cells: string[] = [];
  let separator = '\n';
  for await (const some of cellsWithRuns(source)) {
    for (const { cell, run } of some) {
      const verdicts = await verdictsOf(source, cell, run, judge);
      const facts: ExportedComparison['cells'][number] = {
        cell,
        name: cellName(plan, cell),
        runId: run?.id ?? null,
        ...(verdicts.length > 0 && { verdicts }),
      };
      cells.push(JSON.stringify(facts));
      if (run === undefined) continue;
      yield `${separator}${JSON.stringify(run)}`;
      separator = ',\n';
    }
  }
  yield '\n],"cells":[';
  for (const [at, cell] of cells.entries()) yield `${at === 0 ? '' : ','}${cell}`;
  yield ']}\n';
}
