/** Stored bytes in memory at a time, unless a single run is larger. */
const MAX_BYTES_AT_ONCE = 1024 * 1024;

/** In the same order, together with what stands beside each as far as `max` bytes allow. */
export function groupsBySize<Item>(
  items: readonly Item[],
  sizeOf: (item: Item) => number,
  max = MAX_BYTES_AT_ONCE,
): Item[][] {
  const groups: Item[][] = [];
  let space = 0;
  for (const item of items) {
    const bytes = sizeOf(item);
    const group = groups.at(-1);
    if (group === undefined || bytes > space) groups.push([item]);
    else group.push(item);
    space = (group === undefined || bytes > space ? max : space) - bytes;
  }
  return groups;
}
