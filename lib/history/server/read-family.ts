import { getRunFamily } from '@/lib/history/db/run-family';
import type { RunFamily } from '@/lib/history/model/run-family';
import { AppError } from '@/lib/platform/model/app-error';
import { outputPreview } from '@/lib/runs/db/preview';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

/** The tree around a run; those that are going on as they are now. Throws AppError `not_found`. */
export async function readFamily(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<RunFamily> {
  const live = new Map(
    registry.ofUser(userId).flatMap((run) => (run.isSettled() ? [] : [[run.identity.runId, run] as const])),
  );
  const family = await getRunFamily(userId, runId);
  if (family === null) throw new AppError('not_found');
  const relatives = family.relatives.map((relative) => {
    const state = live.get(relative.id)?.log.state;
    if (state === undefined || relative.run === null) return relative;
    const run = { ...relative.run, status: state.status, outputPreview: outputPreview(state.choices) };
    return { ...relative, run };
  });
  return { ...family, relatives };
}
