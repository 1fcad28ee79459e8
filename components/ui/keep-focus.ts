import type { MouseEvent } from 'react';

/**
 * For `onMouseDown` of a button that moves when a field loses the focus, for example because a note appears:
 * the button would leave the pointer before the press is over, and the press would be lost.
 */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
