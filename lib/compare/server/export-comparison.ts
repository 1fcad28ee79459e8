import { setImmediate } from 'node:timers/promises';
import { type FileOptions, fileResponse } from '@/lib/accounts/server/file-response';
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
  comparisonCsv,
  comparisonJsonl,
  comparisonMarkdown,
  type ExportRecord,
  type TableColumns,
  tableColumns,
} from '@/lib/compare/model/export-table';
import { cellCount, cellsOf, variantsOf } from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { checksOfCell, type PreparedCheck, prepareChecks } from '@/lib/compare/model/run-checks';
import { similarityTo } from '@/lib/compare/model/similarity';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { groupsBySize, readRunsForExport, runSizes } from '@/lib/history/db/run-export';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { withLiveState } from '@/lib/history/server/transfer/export-runs';
import { AppError } from '@/lib/platform/model/app-error';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { boundedJudge, type Judge } from './bounded-judge';

export interface ExportOptions extends Pick<FileOptions, 'gone' | 'access' | 'log'> {
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
/** Characters of one part of a file, unless a single line has more: each output of a run has the run's prompt in its own. */
const MAX_PART = 512 * 1024;
/** A comparison with more cells than this counts as several exports. */
const CELLS_OF_ONE_EXPORT = 500;
/** Steps of the checks of one file, as of a link; the outputs after that have no verdicts. */
const MAX_STEPS = 500_000_000;
/** A Markdown table shows only the beginning of long texts. */
const MAX_TEXT_IN_MARKDOWN = 2_000;

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
  const source = await sourceOf(userId, comparison);
  return fileResponse({
    ...file,
    parts: format === 'json' ? documentOf(source) : tableOf(source, format),
    contentType: TYPES[format],
    name: `comparison-${comparison.updatedAt.slice(0, 10)}.${format}`,
  });
}

interface ExportSource extends RecordOptions {
  readonly userId: string;
  readonly comparison: Comparison;
  readonly checks: readonly PreparedCheck[];
  readonly cells: readonly string[];
  /** The run that each cell shows. */
  readonly runIds: ReadonlyMap<string, string>;
}

async function sourceOf(userId: string, comparison: Comparison): Promise<ExportSource> {
  const { id, plan } = comparison;
  const shown = variantsOf(plan).flatMap(({ id: cell, fromRunId }) =>
    fromRunId === undefined ? [] : [[cell, fromRunId] as const],
  );
  const last = (await lastRunsOf(userId, id)).map(({ cell, runId }) => [cell, runId] as const);
  const source = {
    userId,
    comparison,
    plan,
    cells: cellsOf(plan),
    runIds: new Map([...shown, ...last]),
    checks: await prepareChecks(plan.checks ?? NO_CHECKS),
    similarTo: null,
  };
  const reference = source.runIds.get(plan.referenceId ?? '');
  if (reference === undefined) return source;
  const [output] = outputsOf((await readRuns(userId, [reference])).get(reference));
  return { ...source, similarTo: output ? similarityTo(output.text) : null };
}

async function readRuns(userId: string, ids: readonly string[]): Promise<Map<string, ExportedRun>> {
  const runs = new Map<string, ExportedRun>();
  if (ids.length === 0) return runs;
  const scope = { kind: 'ids', ids } as const;
  for await (const group of readRunsForExport(userId, scope, { withTokens: true })) {
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
async function* cellsWithRuns({ userId, cells, runIds }: ExportSource): AsyncGenerator<CellWithRun[]> {
  const idsOf = (some: readonly string[]) => some.flatMap((cell) => runIds.get(cell) ?? []);
  for (let at = 0; at < cells.length; at += CELLS_AT_ONCE) {
    const some = cells.slice(at, at + CELLS_AT_ONCE);
    const sizes = await runSizes(userId, idsOf(some));
    for (const group of groupsBySize(some, (cell) => sizes.get(runIds.get(cell) ?? '') ?? 0)) {
      const runs = await readRuns(userId, idsOf(group));
      yield group.map((cell) => ({ cell, run: runs.get(runIds.get(cell) ?? '') }));
    }
  }
}

/** @param judge null: without verdicts */
async function* recordsOf(source: ExportSource, judge: Judge | null): AsyncGenerator<ExportRecord[]> {
  for await (const some of cellsWithRuns(source)) {
    const records: ExportRecord[] = [];
    for (const { cell, run } of some) {
      // A similarity may take milliseconds.
      await setImmediate();
      records.push(
        ...recordsOfCell(source, cell, run, judge ? await verdictsOf(source, cell, run, judge) : []),
      );
    }
    yield records;
  }
}

/** Of each output of a complete run, the verdict of each check. */
async function verdictsOf(
  { plan, checks }: ExportSource,
  cell: string,
  run: ExportedRun | undefined,
  judge: Judge,
): Promise<Verdict[][]> {
  if (run?.status !== 'complete' || checks.length === 0) return [];
  const own = checksOfCell(checks, plan, cell);
  const verdicts: Verdict[][] = [];
  for (const output of outputsOf(run)) verdicts.push(await judge(own, output));
  return verdicts;
}

async function* tableOf(
  source: ExportSource,
  format: Exclude<ComparisonExportFormat, 'json'>,
): AsyncGenerator<string, void> {
  const checks = source.plan.checks ?? NO_CHECKS;
  const judge = boundedJudge(MAX_STEPS);
  if (format === 'jsonl') {
    for await (const records of recordsOf(source, judge)) {
      for (const part of inParts(records)) yield comparisonJsonl(part, checks);
    }
    return;
  }
  if (format === 'md') {
    const all: ExportRecord[] = [];
    for await (const records of recordsOf(source, judge)) all.push(...records.map(withBeginnings));
    yield comparisonMarkdown(all, checks, MAX_TEXT_IN_MARKDOWN);
    return;
  }
  // Which columns there are is known at the end, and a file is not held in memory: it is read twice.
  let columns: TableColumns | undefined;
  for await (const records of recordsOf(source, null)) columns = tableColumns(records, checks, columns);
  let isFirst = true;
  for await (const records of recordsOf(source, judge)) {
    for (const part of inParts(records)) {
      yield comparisonCsv(part, checks, columns, isFirst);
      isFirst = false;
    }
  }
}

function* inParts(records: readonly ExportRecord[]): Generator<readonly ExportRecord[], void> {
  let part: ExportRecord[] = [];
  let size = 0;
  for (const record of records) {
    const texts = [record.prompt, record.text, ...Object.values(record.inputs)];
    const own = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    if (part.length > 0 && size + own > MAX_PART) {
      yield part;
      part = [];
      size = 0;
    }
    part.push(record);
    size += own;
  }
  if (part.length > 0) yield part;
}

/** One more than is shown, so that a cut text looks cut. */
function withBeginnings({ prompt, text, ...record }: ExportRecord): ExportRecord {
  // Copied: a slice would hold on to the whole text, and all of them are held until the end.
  const begin = (whole: string | null) =>
    whole && Buffer.from(whole.slice(0, MAX_TEXT_IN_MARKDOWN + 1), 'utf16le').toString('utf16le');
  return { ...record, prompt: begin(prompt), text: begin(text) };
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
  const cells: ExportedComparison['cells'] = [];
  let separator = '\n';
  for await (const some of cellsWithRuns(source)) {
    let text = '';
    for (const { cell, run } of some) {
      const verdicts = await verdictsOf(source, cell, run, judge);
      cells.push({
        cell,
        name: cellName(plan, cell),
        runId: run?.id ?? null,
        ...(verdicts.length > 0 && { verdicts }),
      });
      if (run === undefined) continue;
      text += `${separator}${JSON.stringify(run)}`;
      separator = ',\n';
    }
    yield text;
  }
  yield `\n],"cells":${JSON.stringify(cells)}}\n`;
}
