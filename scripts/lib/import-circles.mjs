/**
 * Circles of files that import each other, each as a path that ends where it began; one for each file that closes one.
 *
 * @param {readonly { from: string, to: string }[]} imports
 * @returns {string[][]}
 */
export function importCircles(imports) {
  /** @type {Map<string, string[]>} */
  const targets = new Map();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set();
  const circles = [];
  for (const start of targets.keys()) {
    /** The files on the way from `start`, each with what of it is still to be looked at. */
    const way = done.has(start) ? [] : [{ file: start, rest: [...(targets.get(start) ?? [])] }];
    while (way.length > 0) {
      const { file, rest } = way[way.length - 1];
      const next = rest.pop();
      if (next === undefined) {
        done.add(file);
        way.pop();
        continue;
      }
      const at = way.findIndex((step) => step.file === next);
      if (at >= 0) circles.push([...way.slice(at).map((step) => step.file), next]);
      else if (!done.has(next) && targets.has(next))
        way.push({ file: next, rest: [...(targets.get(next) ?? [])] });
    }
  }
  return circles;
}
