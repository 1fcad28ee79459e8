/**
 * Outputs with the same text; indexes in the given order. The first is the one that the others are "same as".
 */
export type IdenticalGroup = readonly [first: number, ...others: number[]];

/**
 * Groups equal outputs, in the order of their first one; every existing output is in exactly one group.
 * @param texts null for an output that does not exist (yet): it equals nothing
 */
export function identicalGroups(texts: readonly (string | null)[]): IdenticalGroup[] {
  const groups = new Map<string, [number, ...number[]]>();
  for (const [at, text] of texts.entries()) {
    if (text === null) continue;
    const group = groups.get(text);
    if (group) group.push(at);
    else groups.set(text, [at]);
  }
  return [...groups.values()];
}

/**
 * For each output, the index of the first one with the same text; null for the first itself and for missing
 * ones.
 */
export function sameAs(texts: readonly (string | null)[]): (number | null)[] {
  const result: (number | null)[] = texts.map(() => null);
  for (const [first, ...others] of identicalGroups(texts)) for (const at of others) result[at] = first;
  return result;
}
