/**
 * Nobody reads a label and acts on it in less. Also the longest pause within a double click or a double tap that people
 * make without having set their system to a longer one, which the browser then tells (`detail`).
 */
export const REACTION_MS = 400;

/** Decides what a press on a control means that means one thing now and another in a moment. */
export interface PressGuard<Meaning> {
  /** The control says this from now on. Answers whether it said something else before. */
  show(meaning: Meaning): boolean;
  /** A finger, a mouse button or a key goes down on it. */
  down(): void;
  /**
   * The press is complete. Answers what it means; null: nothing, since the person saw another word than stands there now,
   * or it repeats a press that was taken.
   * @param clicks how many quick clicks in one place this one ends (`event.detail`)
   */
  take(clicks: number): Meaning | null;
  /** A press that means the same is not taken until this is done. */
  during(meaning: Meaning, work: unknown): void;
}

/** @param now milliseconds of any clock that only goes forward */
export function createPressGuard<Meaning>(now: () => number): PressGuard<Meaning> {
  let current: Meaning | undefined;
  let before: Meaning | undefined;
  let changedAt = Number.NEGATIVE_INFINITY;
  let takenAt = Number.NEGATIVE_INFINITY;
  let held: { readonly seen: Meaning | undefined } | null = null;
  const busy: Meaning[] = [];
  /** The click before was taken: one that the system counts with it is its repetition. */
  let wasTaken = false;

  /** The word that a person can have read by now. */
  const seenNow = () => (now() - changedAt < REACTION_MS ? before : current);

  function taken(meaning: Meaning | undefined): Meaning | null {
    if (meaning === undefined || meaning !== current || busy.includes(meaning)) return null;
    if (now() - takenAt < REACTION_MS) return null;
    takenAt = now();
    return meaning;
  }

  return {
    show(meaning) {
      if (meaning === current) return false;
      const isFirst = current === undefined;
      before = current;
      current = meaning;
      if (!isFirst) changedAt = now();
      return !isFirst;
    },
    down() {
      held = { seen: seenNow() };
    },
    take(clicks) {
      const seen = held ? held.seen : seenNow();
      held = null;
      const meaning = clicks > 1 && wasTaken ? null : taken(seen);
      wasTaken = meaning !== null;
      return meaning;
    },
    during(meaning, work) {
      if (!(work instanceof Promise)) return;
      busy.push(meaning);
      const done = () => {
        busy.splice(busy.indexOf(meaning), 1);
      };
      work.then(done, done);
    },
  };
}
