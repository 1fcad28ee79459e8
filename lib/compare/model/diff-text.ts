import { align } from './align';
import { type DiffPart, type DiffUnit, type TextDiff, tidyParts } from './diff-parts';

/** Cuts a text into units; joined, they are the text again. */
type Split = (text: string) => string[];

interface Level {
  readonly split: Split;
  /**
   * What two units are compared by; the rest of them may differ (the break at the end of a line). Default:
   * the whole unit.
   */
  readonly key?: (unit: string) => string;
}

/**
 * The difference of two texts by the units of the first level; stretches too different for these are compared
 * by the next levels, which are coarser.
 */
export function diffByUnits(
  reference: string,
  other: string,
  unit: DiffUnit,
  levels: readonly [Level, ...Level[]],
): TextDiff {
  const parts: DiffPart[] = [];
  if (reference === other)
    return { parts: other === '' ? [] : [{ kind: 'same', text: other }], unit, exact: true };
  const exact = diffLevel(reference, other, levels, parts);
  return { parts: tidyParts(parts, unit === 'word'), unit, exact };
}

/** @returns whether every stretch was compared by the first level's units */
function diffLevel(reference: string, other: string, levels: readonly Level[], parts: DiffPart[]): boolean {
  const [level, ...coarser] = levels;
  if (level === undefined) {
    push(parts, 'removed', reference);
    push(parts, 'added', other);
    return false;
  }
  const before = level.split(reference);
  const after = level.split(other);
  const { key } = level;
  const { blocks, exact } = key ? align(before.map(key), after.map(key)) : align(before, after);
  for (const block of blocks) {
    const removed = before.slice(...block.before);
    const added = after.slice(...block.after);
    if (block.coarse) diffLevel(removed.join(''), added.join(''), coarser, parts);
    else if (!block.same) {
      push(parts, 'removed', removed.join(''));
      push(parts, 'added', added.join(''));
    } else if (key) pushAlike(parts, removed, added, key);
    else push(parts, 'same', added.join(''));
  }
  return exact;
}

/** Units with equal keys, whose ends may differ. */
function pushAlike(
  parts: DiffPart[],
  removed: readonly string[],
  added: readonly string[],
  key: (unit: string) => string,
): void {
  for (const [at, unit] of added.entries()) {
    const before = removed[at] ?? '';
    const alike = before === unit ? unit : key(unit);
    push(parts, 'same', alike);
    push(parts, 'removed', before.slice(alike.length));
    push(parts, 'added', unit.slice(alike.length));
  }
}

function push(parts: DiffPart[], kind: DiffPart['kind'], text: string): void {
  if (text !== '') parts.push({ kind, text });
}
