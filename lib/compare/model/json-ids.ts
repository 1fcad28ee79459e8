import type { JsonTree } from './json-tree';

/** Numbers for JSON values: equal values have the same one. Makes deep equality of any two values one comparison. */
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
  /** A value told by the numbers of what is in it, so that the whole tree is gone through once. */
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
