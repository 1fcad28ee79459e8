/** Limits of what a JSON text may demand from its parser. */
export interface JsonBounds {
  /** Nesting depth of lists and objects. */
  readonly depth: number;
  /** Number of lists and objects: each takes far more memory than its two characters. */
  readonly containers: number;
  /** Number of strings, keys included; absent: any. Millions of short members take seconds to copy. */
  readonly strings?: number;
  /** Number of commas, which is about that of all values; absent: any. Millions of numbers take seconds to store. */
  readonly commas?: number;
}

export type JsonExcess = 'too_deep' | 'too_many' | 'too_many_strings' | 'too_many_values';

/**
 * Deeper than anything that a completions server writes (about eight levels), and than any body of our own
 * API. The parser itself would follow ten million levels, and code that walks its result would overflow the
 * stack.
 */
export const MAX_JSON_DEPTH = 64;

/** For answers of servers: a list of every token's alternatives has at most one object per 30 bytes. */
export const WIRE_JSON_BOUNDS: JsonBounds = { depth: MAX_JSON_DEPTH, containers: 300_000 };

/** For a run of a file, where even a token's alternatives take 25 bytes each. */
export const RUN_JSON_BOUNDS: JsonBounds = { depth: MAX_JSON_DEPTH, containers: 700_000 };

/** Whether a text exceeds the bounds, and how; null: it does not. Linear, and allocates nothing. */
export function jsonExcess(text: string, bounds: JsonBounds): JsonExcess | null {
  // A text this short cannot exceed them.
  if (text.length <= Math.min(bounds.depth, bounds.containers)) return null;
  let depth = 0;
  let containers = 0;
  let strings = 0;
  let commas = 0;
  const { strings: maxStrings = Number.POSITIVE_INFINITY, commas: maxCommas = Number.POSITIVE_INFINITY } =
    bounds;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) {
      inString = true;
      strings += 1;
      if (strings > maxStrings) return 'too_many_strings';
    } else if (code === 0x2c) {
      commas += 1;
      if (commas > maxCommas) return 'too_many_values';
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      containers += 1;
      if (depth > bounds.depth) return 'too_deep';
      if (containers > bounds.containers) return 'too_many';
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return null;
}

const MESSAGES: Readonly<Record<JsonExcess, string>> = {
  too_deep: 'is nested too deeply',
  too_many: 'contains too many lists and objects',
  too_many_strings: 'contains too many fields and strings',
  too_many_values: 'contains too many values',
};

/** `The answer is nested too deeply.` */
export function excessMessage(subject: string, excess: JsonExcess): string {
  return `${subject} ${MESSAGES[excess]}.`;
}
