import type { CollapsedChoice } from './collapse-choices';

/**
 * Choices with the most likely first, by the mean log-probability of their tokens; those of each prompt stay together.
 * Equally likely ones stay in their order, and those without probabilities (without any text, for example) come last.
 * Null: there is nothing to rank.
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
  const known = ranked.filter(({ mean }) => mean !== null);
  if (!known.some(({ prompt }, at) => at > 0 && known[at - 1]?.prompt === prompt)) return null;
  ranked.sort((a, b) => a.prompt - b.prompt || byMean(a.mean, b.mean));
  return ranked.map(({ group }) => group);
}

function byMean(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return b - a;
}

/**
 * The rank of a choice among those of its prompt, from 1, and how many choices have one. Duplicates share one, and the next
 * has as many before it. Null: it has no probabilities.
 *
 * @param ranked what `rankChoices` returned for these means
 */
export function rankOf(
  ranked: readonly CollapsedChoice[],
  means: readonly (number | null)[],
  index: number,
  n: number,
): { readonly rank: number; readonly count: number } | null {
  const prompt = Math.floor(index / n);
  const own = ranked.filter(
    (group) => Math.floor(group.index / n) === prompt && (means[group.index] ?? null) !== null,
  );
  const at = own.findIndex((group) => group.index === index || group.duplicates.includes(index));
  const size = (some: readonly CollapsedChoice[]) =>
    some.reduce((sum, { duplicates }) => sum + 1 + duplicates.length, 0);
  return at < 0 ? null : { rank: size(own.slice(0, at)) + 1, count: size(own) };
}
