/** How many tokens back the model looks: a model of order 6 has contexts of up to 5. */
export const CONTEXT_LENGTH = 5;

/** A text to learn from, as one row of aligned columns; documents stand one after another. */
export interface TrainingRow {
  /** What is predicted at each place. */
  readonly tokens: Int32Array;
  /** What each place is once it is context: words without their leading space. */
  readonly symbols: Int32Array;
  /** Style of the document that each place belongs to. */
  readonly styles: Uint8Array;
}

/**
 * All places of a row sorted by what stands before them, nearest first. The places that share a context are then one
 * range, so an n-gram count of any order is a binary search and nothing is counted ahead: building takes a few
 * milliseconds where a table of counts took hundreds.
 */
export interface NgramIndex {
  readonly row: TrainingRow;
  readonly places: Int32Array;
}

export interface PlaceRange {
  readonly from: number;
  readonly to: number;
}

/** The symbol `depth + 1` before a place; −1 before the row's start. */
function symbolBefore(symbols: Int32Array, place: number, depth: number): number {
  const at = place - 1 - depth;
  return at < 0 ? -1 : (symbols[at] ?? -1);
}

/** Stable counting sorts from the farthest symbol to the nearest: linear, and no comparator is called. */
export function buildNgramIndex(row: TrainingRow, symbolCount: number): NgramIndex {
  const total = row.symbols.length;
  let places = Int32Array.from({ length: Math.max(0, total - 1) }, (_, index) => index + 1);
  let sorted = new Int32Array(places.length);
  const starts = new Int32Array(symbolCount + 2);
  for (let depth = CONTEXT_LENGTH - 1; depth >= 0; depth -= 1) {
    starts.fill(0);
    for (const place of places) {
      const bucket = symbolBefore(row.symbols, place, depth) + 2;
      starts[bucket] = (starts[bucket] ?? 0) + 1;
    }
    for (let bucket = 1; bucket < starts.length; bucket += 1) {
      starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
    }
    for (const place of places) {
      const bucket = symbolBefore(row.symbols, place, depth) + 1;
      const slot = starts[bucket] ?? 0;
      sorted[slot] = place;
      starts[bucket] = slot + 1;
    }
    [places, sorted] = [sorted, places];
  }
  return { row, places };
}

/**
 * Ranges of the places that follow the last 1, 2, … symbols of `context` (most recent last); stops at the first
 * context that never occurs.
 */
export function contextRanges(index: NgramIndex, context: readonly number[]): PlaceRange[] {
  const ranges: PlaceRange[] = [];
  let range: PlaceRange = { from: 0, to: index.places.length };
  for (let depth = 0; depth < Math.min(CONTEXT_LENGTH, context.length); depth += 1) {
    const symbol = context[context.length - 1 - depth] ?? -1;
    const from = lowerBound(index, range, depth, symbol);
    const to = lowerBound(index, { from, to: range.to }, depth, symbol + 1);
    if (from === to) break;
    range = { from, to };
    ranges.push(range);
  }
  return ranges;
}

function lowerBound(index: NgramIndex, range: PlaceRange, depth: number, symbol: number): number {
  let low = range.from;
  let high = range.to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (symbolBefore(index.row.symbols, index.places[middle] ?? 0, depth) < symbol) low = middle + 1;
    else high = middle;
  }
  return low;
}
