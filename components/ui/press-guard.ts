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
   * or it repeats the press before.
   * @param clicks how many quick clicks in one place this one ends (`event.detail`)
   */
  take(clicks: number): Meaning | null;
  /** Nothing else is taken until this is done. */
  during(work: unknown): void;
}

/** @param now milliseconds of any clock that only goes forward */
export function createPressGuard<Meaning>(now: () => number): PressGuard<Meaning> {
  let current: Meaning | undefined;
  let before: Meaning | undefined;
  let changedAt = Number.NEGATIVE_INFINITY;
  let takenAt = Number.NEGATIVE_INFINITY;
  let held: { readonly seen: Meaning | undefined } | null = null;
  let busy = 0;

  /** The word that a person can have read by now. */
  const seenNow = () => (now() - changedAt < REACTION_MS ? before : current);
  const isOpen = () => busy === 0 && now() - takenAt >= REACTION_MS;

  function taken(meaning: Meaning | undefined): Meaning | null {
    if (meaning === undefined || meaning !== current || !isOpen()) return null;
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
      return clicks > 1 ? null : taken(seen);
    },
    during(work) {
      if (!(work instanceof Promise)) return;
      busy += 1;
      const done = () => {
        busy -= 1;
      };
      work.then(done, done);
    },
  };
}
