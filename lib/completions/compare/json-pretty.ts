import type { JsonDifference, JsonPath, JsonRange } from './diff-json';
import type { DiffSide } from './diff-parts';
import { type JsonTree, parseJsonTree } from './json-tree';

export interface PrettyJson {
  /** Two spaces a level, keys in the order in which they were written, values as they were written. */
  readonly text: string;
  /** The range of a value in it, together with its key; null where the path leads nowhere. */
  rangeOf(path: JsonPath): JsonRange | null;
}

/** The pretty-printed form of a JSON text; null when it is none. Strings and numbers stay as the model wrote them. */
export function prettyJson(text: string): PrettyJson | null {
  const parsed = parseJsonTree(text);
  if (!parsed.ok) return null;
  const ranges = new Map<string, JsonRange>();
  const lines: string[] = [];
  let length = 0;
  const write = (piece: string) => {
    lines.push(piece);
    length += piece.length;
  };
  const print = (tree: JsonTree, path: string, start: number, indent: string) => {
    if (tree.kind === 'object' && tree.members.size > 0) {
      write('{');
      let first = true;
      for (const [key, { value }] of tree.members) {
        write(`${first ? '' : ','}\n${indent}  `);
        first = false;
        const from = length;
        write(`${JSON.stringify(key)}: `);
        print(value, step(path, key), from, `${indent}  `);
      }
      write(`\n${indent}}`);
    } else if (tree.kind === 'array' && tree.items.length > 0) {
      write('[');
      for (const [at, item] of tree.items.entries()) {
        write(`${at === 0 ? '' : ','}\n${indent}  `);
        print(item, step(path, at), length, `${indent}  `);
      }
      write(`\n${indent}]`);
    } else if (tree.kind === 'object') write('{}');
    else if (tree.kind === 'array') write('[]');
    else write(text.slice(tree.start, tree.end));
    ranges.set(path, { start, end: length });
  };
  print(parsed.tree, '', 0, '');
  return { text: lines.join(''), rangeOf: (path) => ranges.get(path.reduce(step, '')) ?? null };
}

/** Not for people: no key can look like an index. */
function step(path: string, next: string | number): string {
  return `${path}/${typeof next === 'number' ? next : JSON.stringify(next)}`;
}

export interface JsonMark extends JsonRange {
  readonly difference: JsonDifference;
}

/**
 * What to mark in one side's text: as the model wrote it, or, given that, in its pretty-printed form. In order;
 * ranges do not overlap.
 */
export function jsonMarks(
  differences: readonly JsonDifference[],
  side: DiffSide,
  pretty?: PrettyJson,
): JsonMark[] {
  const marks: JsonMark[] = [];
  for (const difference of differences) {
    const written = side === 'reference' ? difference.referenceRange : difference.otherRange;
    if (written === null) continue;
    const path = (side === 'reference' ? difference.referencePath : null) ?? difference.path;
    const range = pretty ? pretty.rangeOf(path) : written;
    if (range) marks.push({ start: range.start, end: range.end, difference });
  }
  return marks.sort((a, b) => a.start - b.start);
}
