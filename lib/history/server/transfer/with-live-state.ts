import { readRunsForExport } from '@/lib/history/db/run-export';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

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
    if (again) return again;
  }
  return null;
}
