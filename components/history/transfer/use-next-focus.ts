import { type RefObject, useEffect } from 'react';

/**
 * When a dialog goes on to its next stage and what had the focus is gone, the focus goes to what there is to do now.
 *
 * @param target on the button of each stage that leads on
 */
export function useNextFocus(target: RefObject<HTMLElement | null>, stage: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stage is what it is about
  useEffect(() => {
    const focused = document.activeElement;
    // The dialog itself has it when a button in it went away.
    if (focused === null || focused === document.body || focused.role === 'dialog') target.current?.focus();
  }, [stage, target]);
}
