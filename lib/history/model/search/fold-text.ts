import { foldLetter, ZERO_WIDTH_SPACE } from './fold-letter';
import { UNSPACED } from './split-words';

/**
 * The one folding for texts and queries, on both databases and on the page: lower case without the marks that
 * are often omitted, in one Unicode form. Hangul is decomposed into letters (jamo), so that a syllable still
 * being typed matches as a prefix. The original text is what is shown.
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase().replaceAll('\0', ' ');
  return foldLetters(text);
}

/**
 * The folded UTF-16 unit, for units that fold to one unit regardless of their neighbours; 0: not computed
 * yet.
 */
const SIMPLE = new Uint16Array(0x1_0000);
/** Characters whose folding depends on their neighbours. */
const HAS_FORMS = /[\p{M}\u1100-\u11ff\uac00-\ud7a3\u200b]/u;
const IS_GONE = 0xfffe;
const IS_NOT_SIMPLE = 0xffff;
const BUFFER_LENGTH = 1024;

/** Letter by letter. Most letters are simple: those are looked up and collected in a buffer. */
function foldLetters(text: string): string {
  const buffer = new Uint16Array(BUFFER_LENGTH);
  let length = 0;
  let folded = '';
  let isSimple = true;
  const flush = () => {
    folded += Reflect.apply(String.fromCharCode, null, buffer.subarray(0, length));
    length = 0;
  };
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const simple = SIMPLE[unit] || lookUpSimple(unit);
    if (simple < IS_GONE) {
      buffer[length] = simple;
      length += 1;
      if (length === BUFFER_LENGTH) flush();
    } else if (simple === IS_NOT_SIMPLE) {
      isSimple = false;
      if (length > 0) flush();
      const code = text.codePointAt(at) ?? 0;
      folded += foldLetter(code);
      if (code > 0xffff) at += 1;
    }
  }
  if (length > 0) flush();
  return isSimple ? folded : inOneForm(withoutZeroWidth(folded));
}

function lookUpSimple(unit: number): number {
  const folded = foldLetter(unit);
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  const isSimple = folded.length === 1 && !isHalf && !HAS_FORMS.test(folded);
  const simple = folded === '' ? IS_GONE : isSimple ? folded.charCodeAt(0) : IS_NOT_SIMPLE;
  SIMPLE[unit] = simple;
  return simple;
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

/** Composes voiced kana and puts marks in order; then decomposes Hangul. */
function inOneForm(folded: string): string {
  return folded.normalize('NFC').replace(/[\uac00-\ud7a3]+/g, (syllables) => syllables.normalize('NFD'));
}

const AFTER_UNSPACED = new RegExp(`(?<=${UNSPACED})${ZERO_WIDTH_SPACE}+`, 'gu');

/** In scripts without spaces it only allows a line break; elsewhere it separates words. */
function withoutZeroWidth(folded: string): string {
  if (!folded.includes(ZERO_WIDTH_SPACE)) return folded;
  return folded.replace(AFTER_UNSPACED, '').replaceAll(ZERO_WIDTH_SPACE, ' ');
}

/** What each code point below `SHAPED` does in a cluster, as bits; 0: not computed yet. */
const SHAPED = 0x3_0000;
const SHAPES = new Uint8Array(SHAPED);
/** The bits that hold the folded length of the code point alone. */
const LENGTH = 0x1f;
const IS_KNOWN = 0x20;
/** Belongs to the preceding letter. */
const EXTENDS = 0x40;
/** The folded length depends on the neighbouring letters. */
const DEPENDS = 0x80;

/** A mark, a joiner, or a half-width voicing mark of kana. */
const EXTENDER = /^[\p{M}\u200b-\u200d\uff9e\uff9f]$/u;
/** Marks kept by the folding that NFC can compose with what is before them. */
const COMPOSES =
  /[\u0300-\u036f\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca\u0dcf\u0ddf\u102e\u1b35\u3099\u309a\u{10000}-\u{10ffff}]/u;

function shapeOf(code: number): number {
  return code < SHAPED ? SHAPES[code] || findShape(code) : findShape(code);
}

function findShape(code: number): number {
  const letter = String.fromCodePoint(code);
  const folded = foldLetter(code);
  const isMark = EXTENDER.test(letter);
  const { length } = foldText(letter);
  const isApart =
    letter !== ZERO_WIDTH_SPACE &&
    length <= LENGTH &&
    folded === folded.normalize('NFC') &&
    !(isMark && COMPOSES.test(folded));
  const shape = IS_KNOWN | (isMark ? EXTENDS : 0) | (isApart ? length : DEPENDS);
  if (code < SHAPED) SHAPES[code] = shape;
  return shape;
}

function isJamo(code: number): boolean {
  return code >= 0x1100 && code <= 0x11ff;
}

/** Maps offsets of the folded text to offsets of the original text. Call it with increasing offsets. */
export function offsetsInText(text: string): (foldedOffset: number, side: 'start' | 'end') => number {
  if (isAscii(text)) return (offset) => offset;
  let [start, end, foldedEnd] = [0, 0, 0];
  return (offset, side) => {
    while (side === 'start' ? foldedEnd <= offset : foldedEnd < offset) {
      if (end >= text.length) return text.length;
      start = end;
      const cluster = clusterAt(text, start);
      end = cluster.end;
      foldedEnd += cluster.length ?? foldText(text.slice(start, end)).length;
    }
    return side === 'start' ? start : end;
  };
}

/**
 * Finds what must be folded together: a letter with its marks, letters of Hangul, half-width kana with their
 * voicing mark. The folded length is summed when it does not depend on neighbours: folding each cluster takes
 * ten times as long.
 */
function clusterAt(text: string, start: number): { end: number; length: number | null } {
  const first = text.codePointAt(start) ?? 0;
  let end = start + (first > 0xffff ? 2 : 1);
  if (isJamo(first)) {
    while (isJamo(text.charCodeAt(end))) end += 1;
    return { end, length: null };
  }
  let shape = shapeOf(first);
  let length = 0;
  let depends = 0;
  for (;;) {
    length += shape & LENGTH;
    depends |= shape & DEPENDS;
    const code = text.codePointAt(end);
    if (code === undefined) break;
    shape = shapeOf(code);
    if (!(shape & EXTENDS)) break;
    end += code > 0xffff ? 2 : 1;
  }
  return { end, length: depends === 0 ? length : null };
}
