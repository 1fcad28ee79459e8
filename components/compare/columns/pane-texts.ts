import type { DrawnText } from '@/components/runs/paint-visible';

/** Where each column's text is drawn, for code that has to show a part of it. */
export interface PaneTexts {
  /** Returns a function that removes it again. */
  put(cell: string, text: DrawnText): () => void;
  /** Scrolls a range of a column's text into view. */
  show(cell: string, start: number, end: number): void;
}

export function makePaneTexts(): PaneTexts {
  const known = new Map<string, DrawnText>();
  return {
    put(cell, text) {
      known.set(cell, text);
      return () => {
        if (known.get(cell) === text) known.delete(cell);
      };
    },
    show(cell, start, end) {
      const text = known.get(cell);
      if (text) bringIntoView(text, start, end);
    },
  };
}

/** Places it a third from the top, so that the text before it is visible as well. */
function bringIntoView({ view, scroller }: DrawnText, start: number, end: number): void {
  // At the very end nothing follows: shows what comes before it.
  const [chunk] = view.chunksOf(start, Math.max(end, start + 1));
  const [before] = chunk ? [chunk] : view.chunksOf(Math.max(0, start - 1), start);
  if (!before) return;
  const range = document.createRange();
  range.setStart(before.node, before.start);
  range.setEnd(before.node, before.end);
  const { top } = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  scroller.scrollTop += top - frame.top - frame.height / 3;
}
