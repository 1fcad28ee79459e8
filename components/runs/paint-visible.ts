import { type PaintedRange, paintRange, wipeRanges } from './paint-range';
import type { DrawnView } from './text-view';

/**
 * Marks ranges of a text through the CSS Custom Highlight API: no element per range, and only what is
 * visible. Where a browser lacks the API, text stays unmarked.
 */

/** While text arrives, marks may lag by this many milliseconds. */
const LAZY_MS = 120;

export interface Stretch {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** The name of its highlight. */
  readonly highlight: string;
}

/** A text on the page that marks can be drawn over. */
export interface DrawnText {
  readonly view: DrawnView;
  /**
   * Clips the text, together with the window: a pane that scrolls, or an element as high as the text itself.
   */
  readonly scroller: HTMLElement;
  /** Its children are the blocks of the text. */
  readonly container: HTMLElement;
  /** Called after every change of the text; returns a function that unsubscribes. */
  onChange(listener: () => void): () => void;
}

/** Marks these stretches, given in order. Returns a function that removes the marks. */
export function paintStretches(text: DrawnText, stretches: readonly Stretch[]): () => void {
  if (stretches.length === 0) return () => undefined;
  return paintVisible(text, (from, to) => stretches.filter(({ start, end }) => end > from && start < to));
}

/**
 * Marks what is visible, again after each change or scroll. Returns a function that removes the marks.
 *
 * @param stretches what to mark between two offsets; a little more does no harm
 */
export function paintVisible(
  { view, scroller, container, onChange }: DrawnText,
  stretches: (from: number, to: number) => Iterable<Stretch>,
): () => void {
  let painted: PaintedRange[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wipe(): void {
    wipeRanges(painted);
    painted = [];
  }

  function paint(): void {
    clearTimeout(timer);
    timer = undefined;
    frame = 0;
    wipe();
    const [from, to] = visibleOffsets(view, scroller, container);
    for (const stretch of stretches(from, to)) {
      for (const { node, start, end } of view.chunksOf(stretch.start, stretch.end)) {
        const range = paintRange(stretch.highlight, node, start, end);
        if (!range) return;
        painted.push(range);
      }
    }
  }

  function soon(): void {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }

  // Any scroller of the text: its pane, the window, or one in between.
  const onScroll = ({ target }: Event) => {
    if (target instanceof Node && target.contains(container)) soon();
  };
  document.addEventListener('scroll', onScroll, { passive: true, capture: true });
  const resize = new ResizeObserver(soon);
  resize.observe(scroller);
  const forget = onChange(() => {
    timer ??= setTimeout(soon, LAZY_MS);
  });
  soon();

  return () => {
    forget();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    document.removeEventListener('scroll', onScroll, { capture: true });
    resize.disconnect();
    wipe();
  };
}

/** Text offsets that cover the visible part, with a margin, since lines differ in length. */
function visibleOffsets(view: DrawnView, scroller: HTMLElement, container: HTMLElement): [number, number] {
  const pane = scroller.getBoundingClientRect();
  const top = Math.max(0, pane.top);
  const bottom = Math.min(innerHeight, pane.bottom);
  const blocks = container.children;
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  let from: number | null = null;
  let to = 0;
  for (let at = low; at < blocks.length; at += 1) {
    const block = blocks[at];
    const rect = block?.getBoundingClientRect();
    if (!block || !rect || rect.top > bottom) break;
    const start = view.offsetOf(container, at) ?? 0;
    const length = (view.offsetOf(container, at + 1) ?? view.length) - start;
    const spare = length * 0.12;
    const share = (y: number) => Math.min(1, Math.max(0, (y - rect.top) / Math.max(1, rect.height)));
    from ??= Math.max(0, start + share(top) * length - spare);
    to = start + share(bottom) * length + spare;
  }
  return [from ?? 0, Math.ceil(to)];
}
