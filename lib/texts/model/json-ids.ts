import type { JsonTree } from './json-tree';

/** Numbers for JSON values: equal values get the same one, so any two values are compared in one step. */
export type IdOf = (tree: JsonTree) => number;

export function jsonIds(): IdOf {
  const numbers = new Map<string, number>();
  const known = new Map<JsonTree, number>();
  const idOf = (tree: JsonTree): number => {
    const before = known.get(tree);
    if (before !== undefined) return before;
    const spelling = spell(tree);
    const id = numbers.get(spelling) ?? numbers.size;
    numbers.set(spelling, id);
    known.set(tree, id);
    return id;
  };
  /** A value written as the numbers of its parts, so that the whole tree is walked only once. */
  function spell(tree: JsonTree): string {
    switch (tree.kind) {
      case 'object': {
        const members = [...tree.members].map(([key, { value }]) => `${JSON.stringify(key)}:${idOf(value)}`);
        return `{${members.sort().join()}}`;
      }
      case 'array':
        return `[${tree.items.map(idOf).join()}]`;
      case 'string':
        return `"${tree.value}`;
      case 'number':
        return `#${tree.value}`;
      case 'word':
        return tree.value;
    }
  }
  return idOf;
}
