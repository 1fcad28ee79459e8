import type { FocusEvent } from 'react';

/** The element around all toasts. */
let layer: HTMLElement | null = null;
/** Where the focus was before it came into them. */
let before: Element | null = null;

export function setToastLayer(element: HTMLElement | null): void {
  layer = element;
}

export function toastsOf(selector: string): readonly HTMLElement[] {
  return [...(layer?.querySelectorAll<HTMLElement>(selector) ?? [])];
}

/**
 * Sonner sends the focus that leaves its list back to where it came from. After Tab that is the element before the
 * toasts, and the next Tab is in the toasts again: nobody could go on for as long as one is shown. So it is not told.
 */
export function rememberBefore(event: FocusEvent<HTMLElement>): void {
  if (!event.currentTarget.contains(event.relatedTarget)) before = event.relatedTarget;
  event.stopPropagation();
}

/** Before what a press in a toast does, which closes the toast and may itself move the focus. */
export function giveFocusBack(): void {
  if (!layer?.contains(document.activeElement)) return;
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
}
