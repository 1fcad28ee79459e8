import { type FinderState, type Span, START, type TextFinder } from './text-finder';

/** The state of a reader: in the exact forms, and in the loose ones, which count letters only. */
export interface SecretState {
  readonly exact: FinderState;
  readonly loose: FinderState;
  /** Units since the last letter. */
  readonly gap: number;
}

export const NOTHING_READ: SecretState = { exact: START, loose: START, gap: 0 };

/** Reads a text in chunks, every unit once. Positions count from its beginning. */
export interface SecretReader {
  push(text: string): void;
  state(): SecretState;
  /**
   * The longest beginning of a form at the end of the text, if it has at least `units`; otherwise an empty
   * range at the end. Text after its last letter does not belong to it.
   */
  begun(units: number): Span;
  /** The next text has nothing to do with the previous one. */
  reset(): void;
}

/** The forms to find, built once for all readers. */
export interface SecretForms {
  readonly exact: TextFinder;
  readonly loose: TextFinder;
  /** The number of letters that can matter at most. */
  readonly longest: number;
  /** False for a unit that begins no form. */
  begins(unit: number): boolean;
}

/**
 * The largest gap between two letters: `", "`, a line break and the next line's indentation; twice, with a
 * mark in between.
 */
const MAX_GAP = 12;

/** @param found called with the range of each form, ordered by their ends */
export function createSecretReader(
  forms: SecretForms,
  found: (start: number, end: number) => void,
  from: SecretState = NOTHING_READ,
): SecretReader {
  const { exact: exactForms, loose: looseForms, longest, begins } = forms;
  let { exact, loose, gap } = from;
  let position = 0;
  /** Offsets of the last letters: those below `from` are in earlier text. */
  let offsets: number[] = new Array(looseForms.depth(loose)).fill(-1);

  function readLetter(unit: number, at: number): void {
    gap = 0;
    loose = looseForms.step(loose, unit);
    if (loose === START) {
      offsets.length = 0;
      return;
    }
    offsets.push(at);
    const letters = looseForms.matched(loose);
    if (letters > 0) found(offsets[offsets.length - letters] as number, at + 1);
    if (offsets.length > 2 * longest + 256) offsets = offsets.slice(-longest);
  }

  function readOther(): void {
    gap += 1;
    if (gap <= MAX_GAP) return;
    loose = START;
    offsets.length = 0;
  }

  return {
    push(text) {
      for (let at = 0; at < text.length; at += 1) {
        const given = text.charCodeAt(at);
        if (exact === START && loose === START && !begins(given)) continue;
        const unit = foldedUnit(given);
        exact = exactForms.step(exact, unit);
        const length = exactForms.matched(exact);
        if (length > 0) found(position + at + 1 - length, position + at + 1);
        if (isLetter(unit)) readLetter(unit, position + at);
        else if (loose !== START) readOther();
      }
      position += text.length;
    },
    state: () => (exact === START && loose === START ? NOTHING_READ : { exact, loose, gap }),
    begun(units) {
      const seen = exactForms.depth(exact);
      const letters = looseForms.depth(loose);
      const isExact = seen >= units;
      const end = isExact || letters < units ? position : position - gap;
      const first = letters >= units ? (offsets[offsets.length - letters] as number) : position;
      return [isExact ? Math.min(position - seen, first) : first, end];
    },
    reset() {
      exact = START;
      loose = START;
      offsets = [];
    },
  };
}

/**
 * ASCII letters only, full-width ones too: others may change their length in lower case, and occur in no key.
 */
export function foldedUnit(unit: number): number {
  const narrow = unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit;
  return narrow >= 0x41 && narrow <= 0x5a ? narrow + 0x20 : narrow;
}

function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
}
