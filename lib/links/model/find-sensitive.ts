import type { Finding, SensitiveKind, SharedField } from './finding';
import {
  emails,
  keyValues,
  type Match,
  namedKeys,
  type Pattern,
  pemBlocks,
  phones,
  randomTexts,
} from './sensitive-patterns';

/** When matches overlap, the kind that comes first in this list wins. */
const PATTERNS: readonly Pattern[] = [namedKeys, keyValues, emails, phones, randomTexts];

/** In order, not overlapping. Time is linear in the length of the text. */
export function findSensitive(text: string): Match[] {
  const blocks = pemBlocks(text);
  const retained: Match[] = blocks.flatMap(({ start, end, isPrivate }) =>
    isPrivate ? [{ kind: 'key' as const, start, end }] : [],
  );
  const taken = createTaken(blocks);
  for (const pattern of PATTERNS) {
    const found = [...pattern(text)].sort((one, other) => one.start - other.start);
    for (const match of found) if (taken.take(match)) retained.push(match);
  }
  return retained.sort((one, other) => one.start - other.start);
}

/** Which parts of a text already belong to a match. */
function createTaken(blocks: readonly { start: number; end: number }[]) {
  // A coarse grid: matches are short and few, and each is compared only with those in its own cells.
  const CELL = 256;
  const cells = new Map<number, { start: number; end: number }[]>();
  const cellsOf = ({ start, end }: { start: number; end: number }) => {
    const numbers: number[] = [];
    for (let cell = Math.floor(start / CELL); cell * CELL < end; cell += 1) numbers.push(cell);
    return numbers;
  };
  const add = (part: { start: number; end: number }) => {
    for (const cell of cellsOf(part)) cells.set(cell, [...(cells.get(cell) ?? []), part]);
  };
  for (const block of blocks) add(block);
  return {
    take(part: { start: number; end: number }): boolean {
      const isTaken = cellsOf(part).some((cell) =>
        cells.get(cell)?.some((other) => other.start < part.end && part.start < other.end),
      );
      if (!isTaken) add(part);
      return !isTaken;
    },
  };
}

export interface SharedText {
  readonly field: SharedField;
  readonly text: string;
  /**
   * The text is the end of one text and, from here on, the beginning of the next: only matches across this
   * offset count.
   */
  readonly seam?: number;
  /** Only matches that reach into this stretch count, or across it where it is empty. */
  readonly within?: readonly [start: number, end: number];
  /** The whole text is secret by what it is called. */
  readonly isSecret?: boolean;
}

/** Fewer than can be redacted. A text with more is either all private, or not at all. */
const MAX_FINDINGS = 150;

/** In the order of their first occurrence, each once. @param pause lets other work run: a megabyte takes a tenth of a second */
export async function findingsIn(
  texts: readonly SharedText[],
  pause: () => Promise<void>,
): Promise<Finding[]> {
  const findings = new Map<string, { kind: SensitiveKind; count: number; fields: Set<SharedField> }>();
  for (const { field, text, seam, within = [0, text.length], isSecret } of texts) {
    await pause();
    const all = isSecret
      ? [{ kind: 'key' as const, start: 0, end: text.length }]
      : seam === undefined
        ? findSensitive(text)
        : findOver(text, seam);
    const [from, to] = within;
    const matches = all.filter(({ start, end }) => start < to && end > from);
    for (const { kind, start, end } of matches) {
      const found = text.slice(start, end);
      const finding = findings.get(found) ?? { kind, count: 0, fields: new Set() };
      finding.count += 1;
      finding.fields.add(field);
      findings.set(found, finding);
    }
  }
  return [...findings]
    .slice(0, MAX_FINDINGS)
    .map(([text, { kind, count, fields }]) => ({ kind, text, count, fields: [...fields] }));
}

/**
 * Matches across a seam, except those that are largely a match on one side alone, which has been reported
 * already.
 */
function findOver(text: string, seam: number): Match[] {
  const over = findSensitive(text).filter(({ start, end }) => start < seam && end > seam);
  if (over.length === 0) return [];
  const alone = [
    ...findSensitive(text.slice(0, seam)),
    ...findSensitive(text.slice(seam)).map(({ kind, start, end }) => ({
      kind,
      start: start + seam,
      end: end + seam,
    })),
  ];
  return over.filter((match) => !alone.some(({ start, end }) => start < match.end && match.start < end));
}
