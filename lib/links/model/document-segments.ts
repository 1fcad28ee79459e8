import type { Piece } from '@/lib/documents/model/document-text';
import type { Token } from '@/lib/protocol/run/run-events';
import type { Span } from '@/lib/protocol/secrets/text-finder';
import { tokenRanges } from '@/lib/protocol/tokens/token-view';
import { REDACTED } from './redact';
import type { SharedPiece } from './shared-document';

/** A part of a document's text that is shared as one: a token, or text without tokens. Its text is not empty. */
export interface Segment {
  readonly text: string;
  /** Index of the run that wrote it; null: a person, or not shared. */
  readonly by: number | null;
  readonly token: Token | null;
}

/** What a choice of a run brought, with its tokens as segments. */
export interface ChoiceSegments {
  readonly text: string;
  /** In order, with where each begins. */
  readonly tokens: readonly { readonly start: number; readonly segment: Segment }[];
}

/** The same segments for every branch that shows them, so that these can be compared quickly. */
export function choiceSegments(text: string, tokens: readonly Token[], by: number): ChoiceSegments {
  const found = tokenRanges(text, tokens).filter(({ start, end }) => end > start);
  return {
    text,
    tokens: found.map(({ token, start, end }) => {
      const shown = text.slice(start, end);
      // Some servers spell a token otherwise than the text.
      return { start, segment: { text: shown, by, token: { ...token, text: shown } } };
    }),
  };
}

/**
 * A piece of a document as segments.
 *
 * @param choice its run's text, when the tokens are shared; null: without
 */
export function segmentsOf(
  { text, source }: Piece,
  by: number | null,
  choice: ChoiceSegments | null,
): Segment[] {
  const at = source?.at ?? 0;
  // Without its own text the tokens cannot be told.
  if (choice === null || !choice.text.startsWith(text, at)) return [{ text, by, token: null }];
  const segments: Segment[] = [];
  let reached = 0;
  const plainUntil = (end: number) => {
    if (end > reached) segments.push({ text: text.slice(reached, end), by, token: null });
    reached = Math.max(reached, end);
  };
  for (let next = firstFrom(choice, at); next < choice.tokens.length; next += 1) {
    const { start, segment } = choice.tokens[next] as ChoiceSegments['tokens'][number];
    const from = start - at;
    // A token that has lost its end is text.
    if (from + segment.text.length > text.length) break;
    plainUntil(from);
    segments.push(segment);
    reached = from + segment.text.length;
  }
  plainUntil(text.length);
  return segments;
}

/** The first token that begins at the offset or after it. */
function firstFrom({ tokens }: ChoiceSegments, offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The segments with spans of their text redacted. What a span touches becomes one segment without a token for each
 * author: the number of tokens would reveal the length. A mark is its first author's.
 *
 * @param spans merged ones
 */
export function redactSegments(segments: readonly Segment[], spans: readonly Span[]): readonly Segment[] {
  if (spans.length === 0) return segments;
  const out: Segment[] = [];
  let touched = '';
  let touchedBy: number | null = null;
  const close = () => {
    if (touched !== '') out.push({ text: touched, by: touchedBy, token: null });
    touched = '';
  };
  let offset = 0;
  let next = 0;
  for (const segment of segments) {
    const { text, by } = segment;
    const end = offset + text.length;
    while ((spans[next]?.[1] ?? Number.POSITIVE_INFINITY) <= offset) next += 1;
    if ((spans[next]?.[0] ?? Number.POSITIVE_INFINITY) >= end) {
      close();
      out.push(segment);
    } else {
      let left = '';
      let reached = offset;
      for (let at = next; (spans[at]?.[0] ?? Number.POSITIVE_INFINITY) < end; at += 1) {
        const [from, to] = spans[at] as Span;
        left += text.slice(reached - offset, Math.max(reached, from) - offset);
        if (from >= offset) left += REDACTED;
        reached = Math.min(to, end);
      }
      left += text.slice(reached - offset);
      if (touchedBy !== by) close();
      touched += left;
      touchedBy = by;
    }
    offset = end;
  }
  close();
  return out;
}

export function joinSegments(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join('');
}

function isSame(a: Segment, b: Segment): boolean {
  return a === b || (a.token === null && b.token === null && a.by === b.by && a.text === b.text);
}

/**
 * How many UTF-16 units the beginnings of two texts have in common, written by the same authors; cut only between
 * tokens and between characters. The ends are compared with `fromEnd`.
 */
export function commonUnits(
  a: readonly Segment[],
  b: readonly Segment[],
  max: number,
  fromEnd = false,
): number {
  const at = (list: readonly Segment[], index: number) => list[fromEnd ? list.length - 1 - index : index];
  let common = 0;
  for (let index = 0; ; index += 1) {
    const [one, other] = [at(a, index), at(b, index)];
    if (!one || !other) return common;
    if (isSame(one, other) && common + one.text.length <= max) {
      common += one.text.length;
      continue;
    }
    if (one.token !== null || other.token !== null || one.by !== other.by) return common;
    return common + commonLetters(one.text, other.text, max - common, fromEnd);
  }
}

function commonLetters(a: string, b: string, max: number, fromEnd: boolean): number {
  const most = Math.min(a.length, b.length, max);
  const code = (text: string, index: number) => text.charCodeAt(fromEnd ? text.length - 1 - index : index);
  let length = 0;
  while (length < most && code(a, length) === code(b, length)) length += 1;
  // Both halves of a character stay together.
  const inside = fromEnd ? a.slice(a.length - length) : a.slice(0, length);
  const half = fromEnd ? /^[\uDC00-\uDFFF]/ : /[\uD800-\uDBFF]$/;
  return half.test(inside) ? length - 1 : length;
}

/** The segments between two offsets; both are where `commonUnits` cuts. */
export function segmentsBetween(segments: readonly Segment[], from: number, to: number): Segment[] {
  const found: Segment[] = [];
  let offset = 0;
  for (const segment of segments) {
    const { text } = segment;
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, text.length);
    if (end > start) {
      found.push(
        end - start === text.length ? segment : { ...segment, text: text.slice(start, end), token: null },
      );
    }
    offset += text.length;
  }
  return found;
}

/** Neighbours of one author as one piece. */
export function piecesOfSegments(segments: readonly Segment[]): SharedPiece[] {
  const groups: Segment[][] = [];
  for (const segment of segments) {
    const last = groups.at(-1);
    if (last?.[0]?.by === segment.by) last.push(segment);
    else groups.push([segment]);
  }
  return groups.map((group) => {
    const by = group[0]?.by ?? null;
    return {
      text: joinSegments(group),
      ...(by !== null && { by }),
      ...(group.some(({ token }) => token !== null) && {
        tokens: group.map(({ text, token }) => token ?? { text, logprob: null, top: [] }),
      }),
    };
  });
}
