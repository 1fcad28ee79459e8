/**
 * Nobody reads a label and reacts to it in less. Also the longest pause within a double click or a double
 * tap, unless the user's system is set to a longer one, which the browser then reports (`detail`).
 */
export const REACTION_MS = 400;

/** Decides what a press means on a control whose meaning changes. */
export interface PressGuard<Meaning> {
  /** Sets the current meaning. Returns whether it changed. */
  show(meaning: Meaning): boolean;
  /** A finger, a mouse button or a key goes down on it. */
  down(): void;
  /**
   * Returns what the finished press means; null: nothing, since the label changed before the user could read
   * it, or the press repeats one that was taken.
   *
   * @param clicks how many quick clicks in one place this one ends (`event.detail`)
   */
  take(clicks: number): Meaning | null;
  /** Until `work` is done, a press with the same meaning is ignored. */
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
  /** The previous click was taken: a click that the system counts with it is its repetition. */
  let wasTaken = false;

  /** The meaning that a user can have read by now. */
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
