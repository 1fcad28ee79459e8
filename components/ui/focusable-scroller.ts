/**
 * Ref of an element that scrolls. It must be focusable, or a keyboard could not scroll it (WCAG 2.1.1),
 * although it is no control.
 */
export function focusableScroller(element: HTMLElement | null): void {
  if (element) element.tabIndex = 0;
}
