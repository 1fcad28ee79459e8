import type { Token } from '@/lib/protocol/run/run-events';
import { type TokenAlternatives, tokenAlternatives } from '@/lib/protocol/tokens/token-view';
import { commonPrefixLength } from './split-text';
import { type Span, tokenSpans, wordSpans } from './token-spans';

export interface ComparedOutput {
  readonly text: string;
  /** Null when the server gave no probabilities, or they were not shared. */
  readonly tokens: readonly Token[] | null;
  /** UTF-16 offset where the completion begins, behind an echoed prompt that is not compared. Default 0. */
  readonly from?: number;
  /**
   * Outputs of one model are cut into tokens by the same rules. When unknown, the tokens themselves decide.
   */
  readonly model?: string | null;
}

/** Where one of two outputs starts to differ. */
export interface DivergenceSide {
  /**
   * This output ends where the other continues; then the range is empty, at the end, and there is no token.
   */
  readonly ended: boolean;
  /**
   * Index of the differing token among all tokens of the output, from 0; or of the word, when there are no
   * tokens.
   */
  readonly tokenIndex: number | null;
  /** UTF-16 offsets in the whole text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly token: Token | null;
  /** What else could have come here; null without probabilities. */
  readonly alternatives: TokenAlternatives | null;
}

export interface Divergence {
  /** `text`: found by words, because one or both sides have no tokens. */
  readonly kind: 'token' | 'text';
  /** The same as `kind: 'text'`: which token it was is a guess. */
  readonly approximate: boolean;
  /** UTF-16 units that both completions begin with; ends at a character boundary. */
  readonly commonPrefix: number;
  readonly reference: DivergenceSide;
  readonly other: DivergenceSide;
}

/**
 * The first place where two outputs differ. Null: their texts are equal.
 *
 * Tokens are compared by their offset in the text, so that two models that cut the same words differently do
 * not count as different. When both cut alike, it is the first token that was chosen differently: " the" and
 * " then" differ although the second begins with the first. When they do not, it is on each side the token
 * that holds the first differing character. When one text begins with the other, it is the end of the shorter
 * one.
 */
export function firstDivergence(reference: ComparedOutput, other: ComparedOutput): Divergence | null {
  const [a, b] = [located(reference), located(other)];
  const [aText, bText] = [a.text.slice(a.from), b.text.slice(b.from)];
  if (aText === bText) return null;
  const commonPrefix = commonPrefixLength(aText, bText);
  // An output without text has no tokens to compare.
  const kind = (a.tokens || aText === '') && (b.tokens || bText === '') ? 'token' : 'text';
  const aSpans = spansOf(a, commonPrefix);
  const bSpans = spansOf(b, commonPrefix);
  const [aEnded, bEnded] = [aText.length === commonPrefix, bText.length === commonPrefix];
  const last = lastCommonBorder(aSpans, a.from, bSpans, b.from, commonPrefix);
  const alike = cutAlike(a, b) ?? !last.cutDifferently;
  let aAt = holding(aSpans, a.from + commonPrefix);
  let bAt = holding(bSpans, b.from + commonPrefix);
  let step = 0;
  if (alike && !aEnded && !bEnded) {
    aAt = last.a;
    bAt = last.b;
    step = sharedParts(a, aSpans[aAt], b, bSpans[bAt]);
  }
  return {
    kind,
    approximate: kind === 'text',
    commonPrefix,
    reference: side(a, aEnded ? undefined : aSpans[aAt], step),
    other: side(b, bEnded ? undefined : bSpans[bAt], step),
  };
}

type Located = ComparedOutput & { readonly from: number };

function located({ tokens, from = 0, ...output }: ComparedOutput): Located {
  return { ...output, from, tokens: tokens && tokens.length > 0 ? tokens : null };
}

function spansOf({ text, tokens, from }: Located, commonPrefix: number): Span[] {
  return tokens ? tokenSpans(text, tokens, from) : wordSpans(text, from, from + commonPrefix);
}

/** Whether the same tokenizer rules cut both; null when unknown. */
function cutAlike(a: Located, b: Located): boolean | null {
  if ((a.tokens === null) !== (b.tokens === null)) return false;
  if (a.tokens === null) return true;
  return a.model && b.model ? a.model === b.model : null;
}

interface CommonBorder {
  /** Indexes of the spans that begin at the last shared boundary, at or before the first difference. */
  readonly a: number;
  readonly b: number;
  /** Before that boundary, the same text was cut in two ways. */
  readonly cutDifferently: boolean;
}

function lastCommonBorder(
  aSpans: readonly Span[],
  aFrom: number,
  bSpans: readonly Span[],
  bFrom: number,
  prefix: number,
): CommonBorder {
  let a = 0;
  let b = 0;
  let last: CommonBorder = { a, b, cutDifferently: false };
  let cutDifferently = false;
  for (;;) {
    const [aSpan, bSpan] = [aSpans[a], bSpans[b]];
    if (!aSpan || !bSpan) return last;
    if (aSpan.start - aFrom === bSpan.start - bFrom) last = { a, b, cutDifferently };
    const [aEnd, bEnd] = [aSpan.end - aFrom, bSpan.end - bFrom];
    if (Math.min(aEnd, bEnd) > prefix) return last;
    if (aEnd !== bEnd) cutDifferently = true;
    if (aEnd <= bEnd) a += 1;
    if (bEnd <= aEnd) b += 1;
  }
}

/** The span that holds the character at an offset; the last one when there is none behind it. */
function holding(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * How many parts two outputs agree on, of a character that both sent in parts. Indistinguishable parts do not
 * count.
 */
function sharedParts(a: Located, aSpan: Span | undefined, b: Located, bSpan: Span | undefined): number {
  if (aSpan?.index == null || bSpan?.index == null || !a.tokens || !b.tokens) return 0;
  const max = Math.min(aSpan.count, bSpan.count) - 1;
  let shared = 0;
  while (shared < max) {
    const part = a.tokens[aSpan.index + shared]?.text;
    if (part !== b.tokens[bSpan.index + shared]?.text || part === undefined || part.includes('\ufffd')) break;
    shared += 1;
  }
  return shared;
}

function side({ text, tokens }: Located, span: Span | undefined, step: number): DivergenceSide {
  if (!span) {
    const end = text.length;
    return { ended: true, tokenIndex: null, start: end, end, text: '', token: null, alternatives: null };
  }
  const { start, end, index } = span;
  const tokenIndex = index === null ? null : index + step;
  const token = tokens && tokenIndex !== null ? (tokens[tokenIndex] ?? null) : null;
  const known = token !== null && (token.logprob !== null || token.top.length > 0);
  return {
    ended: false,
    tokenIndex,
    start,
    end,
    text: text.slice(start, end),
    token,
    alternatives: known ? tokenAlternatives(token) : null,
  };
}
