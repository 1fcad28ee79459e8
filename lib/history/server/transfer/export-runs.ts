import { type FileOptions, fileResponse, MAX_PART } from '@/lib/accounts/server/file-response';
import { countForExport, type ExportScope } from '@/lib/history/db/export-positions';
import { readRunsForExport } from '@/lib/history/db/run-export';
import { EXPORT_FORMATS } from '@/lib/history/model/export/export-formats';
import { createRunEncoder } from '@/lib/history/model/export/run-encoder';
import {
  type ExportedRun,
  type ExportFormat,
  type ExportQuery,
  type ExportSelection,
  RUN_COUNT_HEADER,
} from '@/lib/history/model/run-export';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

export interface ExportOptions extends Pick<FileOptions, 'gone' | 'access' | 'origin' | 'log'> {
  readonly userId: string;
  readonly format: ExportFormat;
  readonly scope: ExportScope;
}

/** All runs when nothing is filtered, including those that only comparisons show. */
export function scopeOf({ format: _format, sort: _sort, ...filter }: ExportQuery): ExportScope {
  const isFiltered = Object.values(filter).some((value) => value !== undefined && value !== '');
  return isFiltered ? { kind: 'filter', filter } : { kind: 'all' };
}

export function scopeOfIds({ ids }: ExportSelection): ExportScope {
  return { kind: 'ids', ids };
}

/** Runs as a file to save, read from the database as fast as the client takes it. */
export async function exportRuns({ userId, format, scope, ...file }: ExportOptions): Promise<Response> {
  const { contentType, extension } = EXPORT_FORMATS[format];
  const count = await countForExport(userId, scope);
  const now = new Date().toISOString();
  return fileResponse({
    ...file,
    parts: (stopped) => encoded({ userId, format, scope, now, stopped }),
    contentType,
    name: `completions-runs-${now.slice(0, 10)}.${extension}`,
    ...(count !== null && { headers: { [RUN_COUNT_HEADER]: String(count) } }),
  });
}

interface Encoded extends Pick<ExportOptions, 'userId' | 'format' | 'scope'> {
  /** ISO time. */
  readonly now: string;
  readonly stopped: AbortSignal;
}

async function* encoded({ userId, format, scope, now, stopped }: Encoded): AsyncGenerator<string, void> {
  const { withTokens } = EXPORT_FORMATS[format];
  const encoder = createRunEncoder(format, now);
  let text = encoder.begin();
  for await (const group of readRunsForExport(userId, scope, { withTokens, stopped })) {
    for (const run of group) {
      stopped.throwIfAborted();
      const current = await withLiveState(userId, run, { withTokens });
      if (current === null) continue;
      for (const piece of encoder.run(current)) {
        text += piece;
        if (text.length < MAX_PART) continue;
        yield text;
        text = '';
      }
    }
    yield text;
    text = '';
  }
  yield text + encoder.end();
}

/**
 * The current state of a run that the database has as active: with its end if it has ended meanwhile or is
 * just being saved, otherwise with everything written so far. Null when it was deleted meanwhile.
 */
export async function withLiveState(
  userId: string,
  run: ExportedRun,
  options: { withTokens: boolean },
  registry: RunRegistry = runRegistry(),
): Promise<ExportedRun | null> {
  if (run.status !== 'streaming') return run;
  const live = registry.find(userId, run.id);
  if (live !== null && live.log.state.status === 'streaming') {
    const { choices, usage, response, attempts, error, timings } = live.log.state;
    const outputs = choices.map((choice) => ({
      ...choice,
      tokens: options.withTokens ? choice.tokens : null,
    }));
    return { ...run, outputs, usage, response, attempts, error, timings };
  }
  await live?.settled;
  for await (const [again] of readRunsForExport(userId, { kind: 'ids', ids: [run.id] }, options)) {
    if (again) return { ...again, branch: run.branch };
  }
  return null;
}
