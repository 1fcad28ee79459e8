import { runRegistry } from '@/lib/runs/server/registry';
import { comparisonScheduler } from './scheduler';

/** Stops every run of a user, and what waits in a comparison; resolves when the ends are saved. */
export async function stopAllOfUser(userId: string): Promise<void> {
  await comparisonScheduler().dropUser(userId);
  const runs = runRegistry().ofUser(userId);
  for (const run of runs) run.stop('stop');
  await Promise.all(runs.map((run) => run.settled));
}
