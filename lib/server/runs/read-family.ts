import { AppError } from '@/lib/contract/app-error';
import type { RunFamily } from '@/lib/contract/run-family';
import { outputPreview } from '@/lib/db/preview';
import { getRunFamily } from '@/lib/db/run-family';
import { type RunRegistry, runRegistry } from './registry';

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
