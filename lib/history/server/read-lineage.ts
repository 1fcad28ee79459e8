import { getRunLineage } from '@/lib/history/db/run-lineage';
import type { RunLineage } from '@/lib/history/model/run-lineage';
import { AppError } from '@/lib/platform/model/app-error';
import { outputPreview } from '@/lib/runs/db/preview';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

/** The tree around a run; active runs with their current state. Throws AppError `not_found`. */
export async function readLineage(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<RunLineage> {
  const live = new Map(
    registry.ofUser(userId).flatMap((run) => (run.isSettled() ? [] : [[run.identity.runId, run] as const])),
  );
  const lineage = await getRunLineage(userId, runId);
  if (lineage === null) throw new AppError('not_found');
  const members = lineage.members.map((member) => {
    const state = live.get(member.id)?.log.state;
    if (state === undefined || member.run === null) return member;
    const run = { ...member.run, status: state.status, outputPreview: outputPreview(state.choices) };
    return { ...member, run };
  });
  return { ...lineage, members };
}
