import type { CollapsedChoice } from './collapse-choices';

/**
 * Choices with the most likely first, by the mean log-probability of their tokens; those of each prompt stay together.
 * Equally likely ones stay in their order. Null: some choice has no probabilities, or there is nothing to rank.
 *
 * @param means by choice index
 * @param n choices a prompt: choice index = i + promptIndex · n
 */
export function rankChoices(
  groups: readonly CollapsedChoice[],
  means: readonly (number | null)[],
  n: number,
): CollapsedChoice[] | null {
  const ranked = groups.map((group) => ({
    group,
    prompt: Math.floor(group.index / n),
    mean: means[group.index] ?? null,
  }));
  if (ranked.some(({ mean }) => mean === null)) return null;
  if (!ranked.some(({ prompt }, at) => at > 0 && ranked[at - 1]?.prompt === prompt)) return null;
  ranked.sort((a, b) => a.prompt - b.prompt || (b.mean ?? 0) - (a.mean ?? 0));
  return ranked.map(({ group }) => group);
}
