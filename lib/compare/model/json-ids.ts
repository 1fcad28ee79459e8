import type { JsonTree } from './json-tree';

/** Numbers for JSON values: equal values get the same one, so any two values are compared in one step. */
export interface JsonIds {
  of(tree: JsonTree): number;
}

export function jsonIds(): JsonIds {
  const numbers = new Map<string, number>();
  const known = new Map<JsonTree, number>();
  const number = (spelling: string): number => {
    let found = numbers.get(spelling);
    if (found === undefined) {
      found = numbers.size;
      numbers.set(spelling, found);
    }
    return found;
  };
  const of = (tree: JsonTree): number => {
    let id = known.get(tree);
    if (id === undefined) {
      id = number(spell(tree));
      known.set(tree, id);
    }
    return id;
  };
  /** A value written as the numbers of its parts, so that the whole tree is walked only once. */
  function spell(tree: JsonTree): string {
    switch (tree.kind) {
      case 'object': {
        const members = [...tree.members].map(([key, { value }]) => `${JSON.stringify(key)}:${of(value)}`);
        return `{${members.sort().join()}}`;
      }
      case 'array':
        return `[${tree.items.map(of).join()}]`;
      case 'string':
        return `"${tree.value}`;
      case 'number':
        return `#${tree.value}`;
      case 'word':
        return tree.value;
    }
  }
  return { of };
}
