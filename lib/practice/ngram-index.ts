import { CONTEXT_LENGTH } from './context-window';

/** Training positions as aligned columns: the token, its context, and its unit of the corpus. */
export interface TrainingRow {
  readonly tokens: Int32Array;
  /** CONTEXT_LENGTH symbols per position, nearest first, −1 before the text begins. */
  readonly contexts: Int32Array;
  /** The unit of the corpus that each position belongs to. */
  readonly units: Uint16Array;
}

/**
 * All positions of a row sorted by their contexts, nearest symbol first. Positions with the same context are
 * then one range, so an n-gram count of any order is a binary search and nothing is counted in advance:
 * building takes a few milliseconds where tables of counts take hundreds.
 */
export interface NgramIndex {
  readonly row: TrainingRow;
  readonly offsets: Int32Array;
}

export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** Stable counting sorts from the farthest symbol to the nearest: linear, without a comparator. */
export function buildNgramIndex(row: TrainingRow, symbolCount: number): NgramIndex {
  let offsets = Int32Array.from(row.tokens, (_, offset) => offset);
  let sorted = new Int32Array(offsets.length);
  const starts = new Int32Array(symbolCount + 2);
  for (let depth = CONTEXT_LENGTH - 1; depth >= 0; depth -= 1) {
    starts.fill(0);
    for (const offset of offsets) {
      const bucket = symbolAt(row, offset, depth) + 2;
      starts[bucket] = (starts[bucket] ?? 0) + 1;
    }
    for (let bucket = 1; bucket < starts.length; bucket += 1) {
      starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
    }
    for (const offset of offsets) {
      const bucket = symbolAt(row, offset, depth) + 1;
      const slot = starts[bucket] ?? 0;
      sorted[slot] = offset;
      starts[bucket] = slot + 1;
    }
    [offsets, sorted] = [sorted, offsets];
  }
  return { row, offsets };
}

/**
 * Ranges of the positions whose contexts begin with the first 1, 2, … symbols of `context` (nearest first);
 * stops at the first context that never occurs.
 */
export function contextRanges(index: NgramIndex, context: readonly number[]): OffsetRange[] {
  const ranges: OffsetRange[] = [];
  let range: OffsetRange = { from: 0, to: index.offsets.length };
  for (let depth = 0; depth < Math.min(CONTEXT_LENGTH, context.length); depth += 1) {
    const symbol = context[depth] ?? -1;
    const from = lowerBound(index, range, depth, symbol);
    const to = lowerBound(index, { from, to: range.to }, depth, symbol + 1);
    if (from === to) break;
    range = { from, to };
    ranges.push(range);
  }
  return ranges;
}

function lowerBound(index: NgramIndex, range: OffsetRange, depth: number, symbol: number): number {
  let low = range.from;
  let high = range.to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (symbolAt(index.row, index.offsets[middle] ?? 0, depth) < symbol) low = middle + 1;
    else high = middle;
  }
  return low;
}

function symbolAt(row: TrainingRow, offset: number, depth: number): number {
  return row.contexts[offset * CONTEXT_LENGTH + depth] ?? -1;
}
