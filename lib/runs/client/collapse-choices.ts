/** A choice that is shown, and its duplicates: choices with exactly the same text. */
export interface CollapsedChoice {
  readonly index: number;
  /** In index order. */
  readonly duplicates: readonly number[];
}

/**
 * Collapses choices of one prompt with equal texts. Choice index = i + promptIndex · n.
 *
 * @param texts of the choices, by index
 */
export function collapseChoices(texts: readonly string[], n: number): CollapsedChoice[] {
  const groups: { index: number; duplicates: number[] }[] = [];
  const known = new Map<string, { index: number; duplicates: number[] }>();
  for (const [index, text] of texts.entries()) {
    const key = `${Math.floor(index / n)} ${text}`;
    const first = known.get(key);
    if (first) {
      first.duplicates.push(index);
    } else {
      const group = { index, duplicates: [] };
      known.set(key, group);
      groups.push(group);
    }
  }
  return groups;
}
