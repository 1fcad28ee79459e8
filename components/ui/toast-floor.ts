import { createStore } from 'zustand/vanilla';

/** Pixels between a toast and what it stays clear of. */
const GAP = 8;

/**
 * Pixels from the window's bottom up to which toasts leave it free: above everything marked `data-below-toasts`, such
 * as the status line and the bar with Run.
 */
export const toastFloor = createStore(() => GAP);

let watched: ReadonlySet<Element> = new Set();
// One that leaves the page has no size any more, which is reported as well: it may have been replaced.
const sizes = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measureToastFloor);

/** Call it with each toast; from then on it follows the sizes of what is there. */
export function measureToastFloor(): void {
  const marked = new Set(document.querySelectorAll('[data-below-toasts]'));
  for (const element of watched) if (!marked.has(element)) sizes?.unobserve(element);
  for (const element of marked) if (!watched.has(element)) sizes?.observe(element);
  watched = marked;
  const boxes = [...marked].map((element) => element.getBoundingClientRect());
  // In the upper half it belongs to a part of the page that goes on below.
  const tops = boxes.filter(({ top, height }) => height > 0 && top > innerHeight / 2).map(({ top }) => top);
  toastFloor.setState(Math.round(innerHeight - Math.min(innerHeight, ...tops)) + GAP, true);
}
