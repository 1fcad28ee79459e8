import { cellsOfTokens } from '@/lib/compare/db/queue';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

/**
 * Stops what an API token that is revoked has started: what waits, and what runs. What its owner has started since, of the same
 * cells, is the same work and stops as well.
 *
 * @param tokenId null: all tokens of the user
 */
export async function stopStartedByTokens(
  userId: string,
  tokenId: string | null,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<void> {
  for (const [comparisonId, cells] of await cellsOfTokens(userId, tokenId)) {
    await scheduler.stop({ userId, comparisonId }, cells);
  }
}
