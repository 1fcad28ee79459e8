import { runRegistry } from '@/lib/runs/server/registry';
import { stopElsewhere } from '@/lib/runs/server/shared/share-runs';
import { comparisonScheduler } from './scheduler';

/**
 * Stops every run of a user, and what waits in a comparison; resolves when the ends are saved. Those of other
 * servers are told to stop, and nobody waits for them: without their rows they end anyway.
 */
export async function stopAllOfUser(userId: string): Promise<void> {
  await comparisonScheduler().dropUser(userId);
  stopElsewhere(userId, null);
  const runs = runRegistry().ofUser(userId);
  for (const run of runs) run.stop('stop');
  await Promise.all(runs.map((run) => run.settled));
}
