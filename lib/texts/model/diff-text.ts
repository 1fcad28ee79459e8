import { align } from '@/lib/protocol/text/align';
import { type DiffPart, type DiffUnit, type TextDiff, tidyParts } from './diff-parts';
import { splitLines, splitSentences, splitWords } from './split-text';

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
function diffByUnits(
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

/**
 * The difference word by word, for prose of any language. White space counts, each sign is compared on its
 * own; changed words in a row are one change. Stretches too different for words are compared by sentences,
 * then by lines.
 */
export function diffWords(reference: string, other: string): TextDiff {
  return diffByUnits(reference, other, 'word', [
    { split: splitWords },
    { split: splitSentences },
    { split: splitLines },
  ]);
}

/** The difference sentence by sentence: which sentences are only in one of the texts. */
export function diffSentences(reference: string, other: string): TextDiff {
  return diffByUnits(reference, other, 'sentence', [{ split: splitSentences }, { split: splitLines }]);
}

/**
 * The difference line by line, for code. Two lines are the same even when their line breaks differ or the
 * last has none; then only the break is marked. Stretches too different for lines are compared by paragraphs.
 */
export function diffLines(reference: string, other: string): TextDiff {
  return diffByUnits(reference, other, 'line', [
    { split: splitLines, key: (line) => line.replace(/(?:\r\n|\r|\n)$/, '') },
    { split: splitParagraphs },
  ]);
}

/** Up to and including the blank lines behind. */
function splitParagraphs(text: string): string[] {
  const paragraphs: string[] = [];
  let paragraph = '';
  let blank = false;
  for (const line of splitLines(text)) {
    const isBlank = line.trim() === '';
    if (blank && !isBlank) {
      paragraphs.push(paragraph);
      paragraph = '';
    }
    paragraph += line;
    blank = isBlank;
  }
  if (paragraph !== '') paragraphs.push(paragraph);
  return paragraphs;
}
