import { isRecord } from './wire-json';

/** Highest accepted choice index: a lying server must not make us allocate a million choices. */
const MAX_CHOICE_INDEX = 1023;

/** A choice as it came, with its index among the run's choices. */
export interface IndexedChoice {
  readonly index: number;
  readonly choice: Record<string, unknown>;
}

export type IndexedChoices =
  | { readonly ok: true; readonly choices: readonly IndexedChoice[] }
  | { readonly ok: false; readonly message: string };

/**
 * Determines which choice of a run each part of an answer belongs to. Most servers send `index`. Some give
 * index 0 to all choices (LiteLLM's proxy), none at all, or a text ("1"); then a list that must contain every
 * choice once identifies them by its order. When nothing identifies them, that is an error: two texts merged
 * into one would look like what was written.
 */
export interface ChoiceIndexer {
  /** @param isWhole the list is the whole answer: every choice is in it once */
  assign(choices: readonly unknown[], isWhole: boolean): IndexedChoices;
  /** A message when several choices ended at the same index, which is only known at the end. */
  atEnd(): string | null;
}

const MIXED =
  "The server streams several choices under one index, so their text can't be separated. Turn off Stream.";

export function createChoiceIndexer(expected: number): ChoiceIndexer {
  /** Some choice came with an index above 0, so the server numbers them. */
  let counts = false;
  let byOrder = false;
  /** Ends that came with the only index seen. */
  let ends = 0;

  function whole(choices: readonly unknown[]): IndexedChoices {
    if (choices.length > MAX_CHOICE_INDEX + 1) {
      return { ok: false, message: `The server sent ${choices.length} choices.` };
    }
    const given = choices.map(indexOf);
    const max = Math.max(expected, choices.length);
    const isSound = given.every((index) => index === null || (typeof index === 'number' && index < max));
    const numbers = given.filter((index) => index !== null);
    const taken = new Set<unknown>(numbers);
    const isCounted = isSound && taken.size === numbers.length;
    const spare = given.flatMap((_, at) => (taken.has(at) ? [] : [at]));
    return indexedBy(choices, (at) => {
      if (!isCounted) return at;
      const index = given[at];
      if (typeof index === 'number') return index;
      // Its own index if that is free, else another free one.
      const own = spare.indexOf(at);
      return spare.splice(Math.max(0, own), 1)[0] ?? at;
    });
  }

  function chunk(choices: readonly unknown[]): IndexedChoices {
    const [first] = choices;
    if (choices.length === 1 && isRecord(first) && (expected === 1 || counts)) {
      const index = indexOf(first) ?? 0;
      return index === 'odd' ? refused(first) : { ok: true, choices: [{ index, choice: first }] };
    }
    const given = choices.map(indexOf);
    const odd = given.indexOf('odd');
    if (odd >= 0) return refused(choices[odd]);
    const known = given.map((index, at) => (typeof index === 'number' ? index : choices.length > 1 ? at : 0));
    const several = new Set(known).size;
    if (known.some((index) => index > 0) && several === known.length) counts = true;
    if (expected === 1 || counts) return indexedBy(choices, (at) => known[at] as number);
    if (choices.length > 1) {
      if (choices.length !== expected) return { ok: false, message: MIXED };
      byOrder = true;
    }
    if (byOrder) {
      const isLast = choices.length === 1 && !choices.some(hasContent);
      if (choices.length !== expected && !isLast) return { ok: false, message: MIXED };
      return indexedBy(choices, (at) => at);
    }
    if (ends > 0 && choices.some(writesSomething)) return { ok: false, message: MIXED };
    ends += choices.filter(endsSomething).length;
    return indexedBy(choices, () => 0);
  }

  return {
    assign: (choices, isWhole) => (isWhole ? whole(choices) : chunk(choices)),
    atEnd: () => (!counts && !byOrder && expected > 1 && ends > 1 ? MIXED : null),
  };
}

function indexedBy(choices: readonly unknown[], indexAt: (at: number) => number): IndexedChoices {
  return {
    ok: true,
    choices: choices.flatMap((choice, at) => {
      const index = isRecord(choice) ? indexAt(at) : 0;
      return isRecord(choice) && index <= MAX_CHOICE_INDEX ? [{ index, choice }] : [];
    }),
  };
}

/** Null when there is no index, or no choice. */
function indexOf(choice: unknown): number | null | 'odd' {
  const value = isRecord(choice) ? choice.index : null;
  if (value === undefined || value === null) return null;
  const number =
    typeof value === 'string' && /^\s*\d{1,4}(?:\.0*)?\s*$/.test(value) ? Number.parseFloat(value) : value;
  const isIndex = typeof number === 'number' && Number.isInteger(number);
  // Minus zero is zero.
  return isIndex && number >= 0 && number <= MAX_CHOICE_INDEX ? Math.abs(number) : 'odd';
}

function refused(choice: unknown): IndexedChoices {
  const index = isRecord(choice) ? choice.index : null;
  const shownIndex =
    typeof index === 'object' ? 'that is not a number' : JSON.stringify(index).slice(0, 1000);
  return { ok: false, message: `The server sent a choice with the index ${shownIndex}.` };
}

function writesSomething(choice: unknown): boolean {
  if (!isRecord(choice)) return false;
  return [choice, choice.delta, choice.message].some(
    (part) =>
      isRecord(part) && [part.text, part.content].some((text) => typeof text === 'string' && text !== ''),
  );
}

function endsSomething(choice: unknown): boolean {
  return isRecord(choice) && typeof choice.finish_reason === 'string' && choice.finish_reason !== '';
}

function hasContent(choice: unknown): boolean {
  return writesSomething(choice) || endsSomething(choice);
}
