import { CORPUS } from './corpus/documents';

/**
 * The practice model's tokenizer: a word with its leading space is one token, as is each punctuation mark,
 * newline and run of indentation. Text that is not in the vocabulary is spelled, one code point per token, so
 * that any text (lone surrogates included) can be read and restored exactly: the tokens' joined texts are the
 * text.
 */

export const END_OF_TEXT = 0;
/** The id, and the symbol, of a line break. */
export const NEWLINE = 1;
/** How the end-of-text token is written among alternatives. It adds nothing to a completion's text. */
export const END_OF_TEXT_LABEL = '<|endoftext|>';

/** Ids from here on are single code points, for text outside the vocabulary: id = base + code point. */
const CODE_POINT_BASE = 1_000_000;
const LAST_CODE_POINT = 0x10ffff;

/**
 * Alternatives in order: indentation at a line's start, newlines, a word with its leading space, a number, a
 * mark, a lone space, anything. The last one takes whatever is left, so that the chunks always cover the
 * text. A word has at most 16 apostrophes: each repetition of a group takes space on the stack.
 */
export const TOKEN_PATTERN =
  /(?<=\n|^) {2,}|\n| ?[\p{L}\p{M}]+(?:['’]\p{L}+){0,16}| ?\d+| ?[^\s\p{L}\p{M}\d]| |[\s\S]/gu;

export function splitChunks(text: string): string[] {
  return text.match(TOKEN_PATTERN) ?? [];
}

export interface Vocabulary {
  /** Text by id, for ids below `size`. The end-of-text token's is empty. */
  readonly texts: readonly string[];
  readonly size: number;
  /** Occurrences in the corpus by id. */
  readonly counts: Float64Array;
  readonly idOf: ReadonlyMap<string, number>;
}

/**
 * Deterministic: fixed tokens first, then the corpus's chunks, most frequent first, ties by code unit order.
 */
function buildVocabulary(): Vocabulary {
  const fixed = ['', '\n', '\t'];
  for (let width = 2; width <= 16; width += 2) fixed.push(' '.repeat(width));
  for (let code = 32; code < 127; code += 1) fixed.push(String.fromCharCode(code));
  const counted = new Map<string, number>();
  for (const document of CORPUS) {
    for (const chunk of splitChunks(document.text)) counted.set(chunk, (counted.get(chunk) ?? 0) + 1);
  }
  const known = new Set(fixed);
  const learned = [...counted.keys()].filter((chunk) => !known.has(chunk));
  learned.sort((a, b) => (counted.get(b) ?? 0) - (counted.get(a) ?? 0) || (a < b ? -1 : 1));
  const texts = [...fixed, ...learned];
  const counts = Float64Array.from(texts, (text) => counted.get(text) ?? 0);
  counts[END_OF_TEXT] = CORPUS.length;
  const idOf = new Map(texts.map((text, id) => [text, id] as const));
  idOf.delete('');
  return { texts, size: texts.length, counts, idOf };
}

let built: Vocabulary | undefined;

/** The vocabulary, built on first use (a few milliseconds). */
export function vocabulary(): Vocabulary {
  built ??= buildVocabulary();
  return built;
}

/** Text → token ids. Linear in the text's length. @param max stops soon after this many: there are more */
export function encode(text: string, max = Number.POSITIVE_INFINITY): number[] {
  const { idOf } = vocabulary();
  const ids: number[] = [];
  for (const [chunk] of text.matchAll(TOKEN_PATTERN)) {
    const id = idOf.get(chunk);
    if (id !== undefined) ids.push(id);
    else spell(chunk, idOf, ids, max);
    if (ids.length > max) break;
  }
  return ids;
}

/** An unknown chunk: its leading space, then the bare word if known, else one code point per token. */
function spell(chunk: string, idOf: ReadonlyMap<string, number>, ids: number[], max: number): void {
  let remaining = chunk;
  if (chunk.length > 1 && chunk.startsWith(' ')) {
    ids.push(idOf.get(' ') ?? END_OF_TEXT);
    remaining = chunk.slice(1);
    const bare = idOf.get(remaining);
    if (bare !== undefined) {
      ids.push(bare);
      return;
    }
  }
  for (const character of remaining) {
    ids.push(idOf.get(character) ?? CODE_POINT_BASE + (character.codePointAt(0) ?? 0));
    if (ids.length > max) return;
  }
}

/** Text of one token; empty for end of text and for invalid ids. */
export function tokenText(id: number): string {
  if (id >= CODE_POINT_BASE) return isTokenId(id) ? String.fromCodePoint(id - CODE_POINT_BASE) : '';
  return vocabulary().texts[id] ?? '';
}

/** Text of one token as listed among probabilities, where end of text needs a name. */
export function tokenLabel(id: number): string {
  return id === END_OF_TEXT ? END_OF_TEXT_LABEL : tokenText(id);
}

export function decode(ids: Iterable<number>): string {
  let text = '';
  for (const id of ids) text += tokenText(id);
  return text;
}

/** True for valid token ids: those of the vocabulary, and one for every code point. */
export function isTokenId(id: number): boolean {
  if (!Number.isInteger(id) || id < 0) return false;
  return id < vocabulary().size || (id >= CODE_POINT_BASE && id <= CODE_POINT_BASE + LAST_CODE_POINT);
}

/** A text's tokens with their ids, for filling in `logit_bias`. */
export function practiceTokens(text: string): { id: number; text: string }[] {
  return encode(text).map((id) => ({ id, text: tokenText(id) }));
}
