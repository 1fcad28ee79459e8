'use client';

import { type KeyboardEvent, type MouseEvent, useEffect, useState } from 'react';
import { createPressGuard, REACTION_MS } from './press-guard';

/** To be spread on a button. */
export interface PressProps {
  onPointerDown: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onClick: (event: MouseEvent) => void;
  className: string | undefined;
}

/**
 * For a button that changes its label, such as Run and Stop: a press means what the user saw when pressing.
 * Use one button for both labels, so that it also keeps the focus.
 *
 * @param meaning the current meaning
 * @param act while the promise that it returns is pending, presses with the same meaning are ignored
 */
export function usePress<Meaning extends string>(
  meaning: Meaning,
  act: (meaning: Meaning) => unknown,
): PressProps {
  const [guard] = useState(() => createPressGuard<Meaning>(() => performance.now()));
  const [isNew, setIsNew] = useState(false);
  useEffect(() => {
    if (!guard.show(meaning)) return;
    setIsNew(true);
    const timer = setTimeout(() => setIsNew(false), REACTION_MS);
    return () => clearTimeout(timer);
  }, [guard, meaning]);
  return {
    onPointerDown: guard.down,
    onKeyDown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      // A key that is held down is one press.
      if (event.repeat) event.preventDefault();
      else guard.down();
    },
    onClick: (event) => {
      const taken = guard.take(event.detail);
      if (taken === null) event.preventDefault();
      else guard.during(taken, act(taken));
    },
    // The new label cannot have been read yet.
    className: isNew ? 'pointer-events-none' : undefined,
  };
}

/** Stays true until users can have noticed that `is` became false. */
export function useLingering(is: boolean): boolean {
  const [lingers, setLingers] = useState(is);
  useEffect(() => {
    if (is) {
      setLingers(true);
      return;
    }
    const timer = setTimeout(() => setLingers(false), REACTION_MS);
    return () => clearTimeout(timer);
  }, [is]);
  return is || lingers;
}
