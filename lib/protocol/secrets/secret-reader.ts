import { type FinderState, type Span, START, type TextFinder } from './text-finder';

/** Where a reader stands: in the forms as they are, and in those whose letters alone count. */
export interface SecretState {
  readonly exact: FinderState;
  readonly loose: FinderState;
  /** Units since the last letter. */
  readonly gap: number;
}

export const NOTHING_READ: SecretState = { exact: START, loose: START, gap: 0 };

/** Reads a text in pieces, every unit once. Positions are counted from where it began. */
export interface SecretReader {
  push(text: string): void;
  state(): SecretState;
  /**
   * The longest beginning of a form that the text ends with, if it has as many units; or nothing, at its end. What follows
   * its last letter is not a part of it.
   */
  begun(units: number): Span;
  /** What is read next has nothing to do with what was. */
  reset(): void;
}

/** What is looked for, once for all readers. */
export interface SecretForms {
  readonly exact: TextFinder;
  readonly loose: TextFinder;
  /** No more letters than this are of use. */
  readonly longest: number;
  /** False for a unit that begins none. */
  begins(unit: number): boolean;
}

/** Between two letters: `", "`, a line break and what indents the next line; twice, where a mark stands between them. */
const MAX_GAP = 12;

/** @param found told a form's place, in the order of ends */
export function createSecretReader(
  forms: SecretForms,
  found: (start: number, end: number) => void,
  from: SecretState = NOTHING_READ,
): SecretReader {
  const { exact: exactForms, loose: looseForms, longest, begins } = forms;
  let { exact, loose, gap } = from;
  let position = 0;
  /** Where the last letters stand: those before `from` stand before the text. */
  let places: number[] = new Array(looseForms.depth(loose)).fill(-1);

  function readLetter(unit: number, at: number): void {
    gap = 0;
    loose = looseForms.step(loose, unit);
    if (loose === START) {
      places.length = 0;
      return;
    }
    places.push(at);
    const letters = looseForms.matched(loose);
    if (letters > 0) found(places[places.length - letters] as number, at + 1);
    if (places.length > 2 * longest + 256) places = places.slice(-longest);
  }

  function readOther(): void {
    gap += 1;
    if (gap <= MAX_GAP) return;
    loose = START;
    places.length = 0;
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
      const first = letters >= units ? (places[places.length - letters] as number) : position;
      return [isExact ? Math.min(position - seen, first) : first, end];
    },
    reset() {
      exact = START;
      loose = START;
      places = [];
    },
  };
}

/** Letters of ASCII alone, full-width ones too: the others change their length now and then, and are in no key. */
export function foldedUnit(unit: number): number {
  const narrow = unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit;
  return narrow >= 0x41 && narrow <= 0x5a ? narrow + 0x20 : narrow;
}

function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
}
