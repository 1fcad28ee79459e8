import { foldLetters, isUnseen } from '@/lib/protocol/secrets/fold-letters';
import { inBase64 } from '@/lib/protocol/secrets/loose-forms';
import {
  createTextFinder,
  type FinderState,
  findAcross,
  findIn,
  matchesIn,
  type Span,
  START,
  type TextFinder,
} from '@/lib/protocol/secrets/text-finder';
import { mergeSpans } from './redact';
import { createSpellingFinders, NOTHING_READ, type Spelling } from './spelling-finder';
import { createWordFinder, isWords } from './word-finder';

/** The state of a finder between two texts. */
export interface Reading {
  readonly exact: FinderState;
  readonly spellings: readonly Spelling[];
}

export const BEGINNING: Reading = { exact: START, spellings: [] };

/** Finds what must be hidden: each text exactly as given, anywhere, and in other spellings. */
export interface RedactionFinder {
  /** False: nothing is to be hidden. */
  readonly hidesSomething: boolean;
  /**
   * In order, merged where they touch; the first may begin before the text (below 0), in what was read
   * earlier.
   */
  find(text: string, from?: Reading): { readonly spans: readonly Span[]; readonly end: Reading };
  /**
   * The span of a found text that begins in what was read earlier and continues into this text; null without
   * one.
   */
  across(text: string, from: Reading): Span | null;
  /** How many of the last units read are the beginning of a hidden text; 0 when there are too few. */
  begun(reading: Reading): number;
  /**
   * Whether a text is a part of a hidden one, in any spelling, or overlaps it at an end ("Johnson today" of "Alice
   * Johnson"), and what they have in common is long enough to reveal it.
   */
  reveals(text: string): boolean;
  /** A fingerprint of the matches: equal for two spellings of a text with the same hidden parts. */
  lengths(text: string, from?: Reading): string;
}

/** This many letters in a row, when a text breaks off, reveal as much as all of it. */
const MIN_REVEALING = 4;

/**
 * @param texts with an empty list nothing is found
 * @param wholeWords those of the texts that are left readable inside longer words
 */
export function createRedactionFinder(
  texts: readonly string[],
  wholeWords: readonly string[] = [],
): RedactionFinder {
  if (texts.length === 0) return FINDS_NOTHING;
  const asked = new Set(wholeWords);
  const words = texts.filter((text) => asked.has(text) && isWords(text));
  const anywhere = texts.filter((text) => !words.includes(text));
  const exact = createTextFinder([...anywhere, ...texts.flatMap(encodings)]);
  const findWords = words.length > 0 ? createWordFinder(words) : () => [];
  const spellings = createSpellingFinders(anywhere, words);
  const letters = texts.map(foldLetters);
  /** Find the beginning of a hidden text at the end of another, and, read backwards, the end of one at its beginning. */
  let finders: { readonly beginnings: TextFinder; readonly endings: TextFinder } | null = null;
  const from = (reading: Reading, at: number) => reading.spellings[at] ?? NOTHING_READ;
  return {
    hidesSomething: true,
    find(text, reading = BEGINNING) {
      const asGiven = findIn(exact, text, reading.exact);
      const others = spellings.map((finder, at) => finder.find(text, from(reading, at)));
      const isTurned = (_: unknown, at: number) => spellings[at]?.isTurned === true;
      const spans = [
        ...asGiven.spans,
        ...findWords(text),
        ...others.filter((_, at) => !isTurned(_, at)).flatMap(({ spans: found }) => found),
      ];
      const turned = others.filter(isTurned).flatMap(({ spans: found }) => found);
      return {
        spans: mergeSpans(
          [...spans, ...needed(turned, mergeSpans(spans), text)].map((span) => withUnseen(text, span)),
        ),
        end: { exact: asGiven.end, spellings: others.map(({ end }) => end) },
      };
    },
    across(text, reading) {
      const found = [
        findAcross(exact, text, reading.exact) ?? [],
        ...spellings.flatMap((finder, at) => finder.find(text, from(reading, at), true).spans),
      ].filter((span): span is Span => span.length === 2 && span[0] < 0);
      const [first] = mergeSpans(found.map((span) => withUnseen(text, span)));
      return first ?? null;
    },
    begun({ exact: state, spellings: read }) {
      const depth = exact.depth(state);
      const others = read.map(({ letters: seen, isWhole }) => {
        const [first] = seen;
        return first?.beginsWord && !isWhole && seen.length >= MIN_REVEALING ? -first.start : 0;
      });
      return Math.max(depth >= MIN_REVEALING && exact.matched(state) < depth ? depth : 0, ...others);
    },
    reveals(text) {
      const part = foldLetters(text);
      if (part.length < MIN_REVEALING) return false;
      if (letters.some((all) => all.includes(part))) return true;
      finders ??= {
        beginnings: createTextFinder(letters),
        endings: createTextFinder(letters.map(backwards)),
      };
      const { beginnings, endings } = finders;
      const common = Math.max(reached(beginnings, part), reached(endings, backwards(part)));
      return common >= MIN_REVEALING;
    },
    lengths(text, reading = BEGINNING) {
      const asGiven = findIn(exact, text, reading.exact).spans;
      const isOther = ([start, end]: Span) => !asGiven.some((span) => span[0] <= start && end <= span[1]);
      const others = spellings.map(
        (finder, at) => finder.find(text, from(reading, at)).spans.filter(isOther).length,
      );
      return `${matchesIn(exact, text, reading.exact).join()}; ${findWords(text).length}; ${others.join()}`;
    },
  };
}

function backwards(letters: string): string {
  return letters.split('').reverse().join('');
}

/** How many of the last units begin one of the finder's texts, and are not all of it. */
function reached(finder: TextFinder, text: string): number {
  let state = START;
  for (let at = 0; at < text.length; at += 1) state = finder.step(state, text.charCodeAt(at));
  const depth = finder.depth(state);
  return finder.matched(state) < depth ? depth : 0;
}

const FINDS_NOTHING: RedactionFinder = {
  hidesSomething: false,
  find: () => ({ spans: [], end: BEGINNING }),
  across: () => null,
  begun: () => 0,
  reveals: () => false,
  lengths: () => '',
};

/** Shorter encodings occur in other words by chance. */
const SHORTEST_ENCODING = 6;

/** In base64 (at any byte offset) and in hexadecimal. */
function encodings(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const base64 = [0, 1, 2].map((before) => inBase64(bytes, before));
  const hexadecimal = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const forAddresses = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const forms = [...base64, ...forAddresses, hexadecimal, hexadecimal.toUpperCase()];
  return forms.filter((form) => form.length >= SHORTEST_ENCODING);
}

/**
 * The turned names ("Johnson, Alice") of which some letter is not hidden otherwise. In "Alice Johnson (alice@…)", with
 * both redacted, they would only hide the parenthesis between the two.
 *
 * @param hidden merged ones
 */
function needed(turned: readonly Span[], hidden: readonly Span[], text: string): Span[] {
  let next = 0;
  return [...turned]
    .sort((one, other) => one[0] - other[0])
    .filter(([start, end]) => {
      if (start < 0) return true;
      while ((hidden[next]?.[1] ?? Number.POSITIVE_INFINITY) <= start) next += 1;
      let at = start;
      for (let span = next; at < end; span += 1) {
        const [from, to] = hidden[span] ?? [end, end];
        if (foldLetters(text.slice(at, Math.min(from, end))) !== '') return true;
        at = Math.max(at, to);
      }
      return false;
    });
}

/** Includes the accent of the last letter. */
function withUnseen(text: string, [start, end]: Span): Span {
  let last = end;
  while (last < text.length && isUnseen(text.codePointAt(last) as number)) {
    last += (text.codePointAt(last) as number) > 0xffff ? 2 : 1;
  }
  return [start, last];
}
