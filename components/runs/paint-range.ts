/** A range of a text node under a highlight of the CSS Custom Highlight API. */
export interface PaintedRange {
  readonly mark: Highlight;
  readonly range: AbstractRange;
}

/**
 * The highlight registry belongs to the whole page, so texts share highlights. Null: the browser has no
 * support.
 */
function highlight(name: string): Highlight | null {
  if (typeof Highlight === 'undefined' || !('highlights' in CSS)) return null;
  const known = CSS.highlights.get(name);
  if (known) return known;
  const made = new Highlight();
  CSS.highlights.set(name, made);
  return made;
}

/** Null: the browser has no support. */
export function paintRange(name: string, node: Node, start: number, end: number): PaintedRange | null {
  const mark = highlight(name);
  if (!mark) return null;
  // Static: thousands of live ranges would be adjusted with every append.
  const range = new StaticRange({
    startContainer: node,
    startOffset: start,
    endContainer: node,
    endOffset: end,
  });
  mark.add(range);
  return { mark, range };
}

export function wipeRanges(painted: Iterable<PaintedRange>): void {
  for (const { mark, range } of painted) mark.delete(range);
}
