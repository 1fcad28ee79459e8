import { type RefObject, useEffect } from 'react';

/**
 * When a dialog moves to its next stage and the focused element is gone, the focus goes to the next step.
 *
 * @param target ref of the button that leads on in each stage
 */
export function useNextFocus(target: RefObject<HTMLElement | null>, stage: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new stage
  useEffect(() => {
    const focused = document.activeElement;
    // The dialog itself has the focus when a focused button in it disappeared.
    if (focused === null || focused === document.body || focused.role === 'dialog') target.current?.focus();
  }, [stage, target]);
}
