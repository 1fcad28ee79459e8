/** A range of a text in UTF-16 units, the end excluded. */
export type Span = readonly [start: number, end: number];

/** The state of a search in a text: how much of which texts has matched. Begin with `START`. */
export type FinderState = number;
export const START: FinderState = 0;

/** Finds any number of texts at once, in one pass (Aho–Corasick), continuing from any earlier state. */
export interface TextFinder {
  /** The state after one more UTF-16 unit. */
  step(state: FinderState, unit: number): FinderState;
  /** Length of the longest text that ends here; 0 when none does. */
  matched(state: FinderState): number;
  /** Length of the longest prefix of a text that the last units form. */
  depth(state: FinderState): number;
}

/**
 * Time and memory are linear in the length of the texts. All overlapping occurrences are found, and a text is
 * walked once however many texts are searched: redactions and their texts both come from a person, so neither
 * may be multiplied.
 */
export function createTextFinder(texts: readonly string[]): TextFinder {
  /** Edges by node and unit: one map for all, since most nodes have one edge. */
  const edges = new Map<number, number>();
  const depths = [0];
  const matches = [0];
  for (const text of texts) {
    let node = 0;
    for (let at = 0; at < text.length; at += 1) {
      const key = node * 65_536 + text.charCodeAt(at);
      let next = edges.get(key);
      if (next === undefined) {
        next = depths.length;
        edges.set(key, next);
        depths.push(at + 1);
        matches.push(0);
      }
      node = next;
    }
    matches[node] = text.length;
  }

  const fallbacks = new Int32Array(depths.length);
  const step = (state: FinderState, unit: number): FinderState => {
    let node = state;
    for (;;) {
      const next = edges.get(node * 65_536 + unit);
      if (next !== undefined) return next;
      if (node === 0) return 0;
      node = fallbacks[node] as number;
    }
  };
  // Nearer nodes first, since a fallback is always nearer than its node.
  const byDepth = [...edges].sort(
    ([, one], [, other]) => (depths[one] as number) - (depths[other] as number),
  );
  for (const [key, node] of byDepth) {
    const parent = Math.floor(key / 65_536);
    const fallback = parent === 0 ? 0 : step(fallbacks[parent] as number, key % 65_536);
    fallbacks[node] = fallback;
    matches[node] = Math.max(matches[node] as number, matches[fallback] as number);
  }

  return {
    step,
    matched: (state) => matches[state] as number,
    depth: (state) => depths[state] as number,
  };
}

/** The matches in one text. */
export interface Found {
  /**
   * In order, merged where they touch; the first may begin before the text (below 0), in what was read
   * earlier.
   */
  readonly spans: readonly Span[];
  readonly end: FinderState;
}

export function findIn(finder: TextFinder, text: string, from: FinderState = START): Found {
  const spans: [number, number][] = [];
  let state = from;
  for (let at = 0; at < text.length; at += 1) {
    state = finder.step(state, text.charCodeAt(at));
    const length = finder.matched(state);
    if (length > 0) addSpan(spans, at + 1 - length, at + 1);
  }
  return { spans, end: state };
}

/**
 * The lengths of all matches, ordered by their ends: equal for two spellings of a text with the same content.
 */
export function matchesIn(finder: TextFinder, text: string, from: FinderState = START): number[] {
  const lengths: number[] = [];
  let state = from;
  for (let at = 0; at < text.length; at += 1) {
    state = finder.step(state, text.charCodeAt(at));
    const length = finder.matched(state);
    if (length > 0) lengths.push(length);
  }
  return lengths;
}

/**
 * The span of a match that begins in what was read earlier and continues into this text; null without one.
 */
export function findAcross(finder: TextFinder, text: string, from: FinderState): Span | null {
  let state = from;
  let across: [number, number] | null = null;
  for (let at = 0; at < text.length; at += 1) {
    state = finder.step(state, text.charCodeAt(at));
    // From here on every match begins inside the text.
    if (finder.depth(state) <= at + 1) break;
    const length = finder.matched(state);
    if (length > at + 1) across = [Math.min(across?.[0] ?? 0, at + 1 - length), at + 1];
  }
  return across;
}

/** Spans come ordered by their ends; a longer one can contain earlier ones. */
function addSpan(spans: [number, number][], start: number, end: number): void {
  let first = start;
  for (let last = spans.at(-1); last && last[1] >= first; last = spans.at(-1)) {
    first = Math.min(first, last[0]);
    spans.pop();
  }
  spans.push([first, end]);
}
