import type { Token } from '@/lib/protocol/run/run-events';
import type { Span } from '@/lib/protocol/secrets/text-finder';
import type { Pace } from '@/lib/runs/model/pace';

/**
 * Replaces a redacted text. Always the same length, so that it does not reveal the length of what it hides.
 */
export const REDACTED = '████';

/** Says what the marks in a shared text are, on its page and in its embed. */
export const REDACTED_MEANS = `${REDACTED} marks text redacted by the person who shared this.`;

/**
 * In order, merged when they overlap or touch: two marks side by side would reveal that there were two texts.
 */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > start) merged.push([start, end]);
  }
  return merged;
}

/** @param spans merged ones */
export function redactSpans(text: string, spans: readonly Span[]): string {
  let out = '';
  let at = 0;
  for (const [start, end] of spans) {
    out += text.slice(at, start) + REDACTED;
    at = end;
  }
  return out + text.slice(at);
}

/** A JSON value with every string passed through `clean`. */
export function cleanDeep(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleanDeep(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [clean(name), cleanDeep(item, clean)]),
  );
}

/** Maps an offset of the text to its offset after redaction. Call it with increasing offsets only. */
function moveOffsets(spans: readonly Span[]): (offset: number) => number {
  let next = 0;
  let moved = 0;
  return (offset) => {
    for (let span = spans[next]; span && span[1] <= offset; span = spans[next]) {
      moved += REDACTED.length - (span[1] - span[0]);
      next += 1;
    }
    const inside = spans[next];
    // The mark appears at the moment when the first hidden character would.
    if (inside && inside[0] < offset) return inside[0] + moved + REDACTED.length;
    return offset + moved;
  };
}

/** The pace of redacted texts; chunks that are hidden completely are dropped. */
export function redactPace(pace: Pace, spansOf: ReadonlyMap<number, readonly Span[]>): Pace {
  const choices = new Map<number, { offset: number; shown: number; move: (offset: number) => number }>();
  const retained: Pace = [];
  for (const [ms, index, characters] of pace) {
    let choice = choices.get(index);
    if (!choice) {
      choice = { offset: 0, shown: 0, move: moveOffsets(spansOf.get(index) ?? []) };
      choices.set(index, choice);
    }
    choice.offset += characters;
    const shown = choice.move(choice.offset);
    if (shown > choice.shown) retained.push([ms, index, shown - choice.shown]);
    choice.shown = shown;
  }
  return retained;
}

/**
 * The tokens of a text with redacted spans. All tokens that a span touches become one, without probability
 * and alternatives: their number would reveal the length, and the alternatives the text. `withholdHints`
 * removes what the other tokens could reveal.
 */
export function redactTokens(tokens: readonly Token[], spans: readonly Span[]): Token[] {
  const out: Token[] = [];
  let offset = 0;
  let next = 0;
  /** The tokens touched by a span, joined. */
  let joined: { text: string; from: number; spans: Span[] } | null = null;
  const closeJoined = () => {
    if (!joined) return;
    const { text, from, spans: inside } = joined;
    const shifted = inside.map(([start, end]) => [start - from, Math.min(end - from, text.length)] as const);
    out.push({ text: redactSpans(text, shifted), logprob: null, top: [] });
    joined = null;
  };

  for (const token of tokens) {
    const end = offset + token.text.length;
    while ((spans[next]?.[1] ?? Number.POSITIVE_INFINITY) <= offset) next += 1;
    const touching: Span[] = [];
    for (let at = next; (spans[at]?.[0] ?? Number.POSITIVE_INFINITY) < end; at += 1) {
      touching.push(spans[at] as Span);
    }
    if (touching.length > 0) {
      joined ??= { text: '', from: offset, spans: [] };
      joined.text += token.text;
      // In order: spans that already touched the previous token come first.
      for (const span of touching) if (span[0] > (joined.spans.at(-1)?.[0] ?? -1)) joined.spans.push(span);
    } else {
      closeJoined();
      out.push(token);
    }
    offset = end;
  }
  closeJoined();
  return out;
}
