import { setImmediate } from 'node:timers/promises';
import { type Access, whileOpen } from '@/lib/accounts/server/access';
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
import type { Logger } from '@/lib/platform/server/log';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

export interface ExportOptions {
  readonly userId: string;
  readonly format: ExportFormat;
  readonly scope: ExportScope;
  /** Aborts when the reader has disconnected. */
  readonly gone: AbortSignal;
  /** The session or token that requested the file: the download breaks off when it is closed. */
  readonly access: Access;
  readonly log: Logger;
}

/** All runs when nothing is filtered, including those that only comparisons show. */
export function scopeOf({ format: _format, sort: _sort, ...filter }: ExportQuery): ExportScope {
  const isFiltered = Object.values(filter).some((value) => value !== undefined && value !== '');
  return isFiltered ? { kind: 'filter', filter } : { kind: 'all' };
}

export function scopeOfIds({ ids }: ExportSelection): ExportScope {
  return { kind: 'ids', ids };
}

/**
 * Runs as a file to save, read from the database as fast as the client takes it and no faster: a slow or
 * disconnected client holds nothing. An error in the middle breaks the connection, so that half a file cannot
 * be taken for a whole one; so does the end of the session, for example by a new password.
 */
export async function exportRuns(options: ExportOptions): Promise<Response> {
  const { userId, format, scope, gone, access, log } = options;
  const { contentType, extension, withTokens } = EXPORT_FORMATS[format];
  const count = await countForExport(userId, scope);
  const now = new Date().toISOString();
  const encoder = createRunEncoder(format, now);
  const reading = readRunsForExport(userId, scope, { withTokens });
  const bytes = new TextEncoder();
  let begun = false;
  let isRevoked = false;
  let forgetAccess = () => {};
  /** Nothing more is read, even if the body is still referenced. */
  const finish = async () => {
    gone.removeEventListener('abort', forgetAccess);
    forgetAccess();
    await reading.return();
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        forgetAccess = whileOpen(access, () => {
          isRevoked = true;
          controller.error(new DOMException('The session has ended.', 'AbortError'));
          finish().catch((error: unknown) => log.warn({ err: error }, 'export did not finish'));
        });
        // Next does not cancel the body of an answer whose connection closed before the answer existed.
        gone.addEventListener('abort', forgetAccess);
        if (gone.aborted) forgetAccess();
      },
      async pull(controller) {
        let text = begun ? '' : encoder.begin();
        begun = true;
        // Lets other work run first. (Until the event loop turns, the engine also keeps memory that it could
        // free.)
        await setImmediate();
        try {
          // A group is empty when all of it has just been deleted; something must be sent to get another
          // pull.
          while (text === '') {
            const next = gone.aborted ? null : await reading.next();
            if (isRevoked) return;
            if (next === null || next.done) {
              const end = next === null ? '' : encoder.end();
              if (end !== '') controller.enqueue(bytes.encode(end));
              controller.close();
              await finish();
              return;
            }
            for (const run of next.value) {
              const now = await withLiveState(userId, run, { withTokens });
              if (now !== null) text += encoder.run(now);
            }
          }
          if (!isRevoked) controller.enqueue(bytes.encode(text));
        } catch (error) {
          if (isRevoked) return;
          await finish().catch(() => {});
          log.error({ err: error }, 'export aborted');
          controller.error(error);
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="completions-runs-${now.slice(0, 10)}.${extension}"`,
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      ...(count !== null && { [RUN_COUNT_HEADER]: String(count) }),
    },
  });
}

/**
 * The current state of a run that the database has as active: with its end if it has ended meanwhile or is
 * just being saved, otherwise with everything written so far. Null when it was deleted meanwhile.
 */
async function withLiveState(
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
