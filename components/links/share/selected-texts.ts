import { type RefObject, useEffect, useState } from 'react';

/**
 * What is selected in the shared texts inside of an element, or was until a press elsewhere took the selection away: a
 * finger on a button does that before the button hears of it. Null when nothing is.
 */
export function useSelection(holder: RefObject<HTMLElement | null>) {
  const [range, setRange] = useState<Range | null>(null);
  useEffect(() => {
    const onChange = () => {
      const selection = document.getSelection();
      const now = selection?.rangeCount ? selection.getRangeAt(0) : null;
      const inside = now !== null && holder.current?.contains(now.commonAncestorContainer);
      if (inside) setRange(now.collapsed ? null : now.cloneRange());
    };
    document.addEventListener('selectionchange', onChange);
    return () => document.removeEventListener('selectionchange', onChange);
  }, [holder]);

  return {
    has: range !== null,
    texts: () => (range && holder.current ? textsIn(holder.current, range) : []),
    clear: () => {
      document.getSelection()?.removeAllRanges();
      setRange(null);
    },
  };
}

/** The selected parts of each text, exactly as they stand in it, in parts where something is blacked out already. */
function textsIn(holder: HTMLElement, range: Range): string[] {
  const texts = [...holder.querySelectorAll<HTMLElement>('[data-shared-text]')];
  return texts.flatMap((text) => {
    if (!range.intersectsNode(text)) return [];
    const part = document.createRange();
    part.selectNodeContents(text);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
      part.setStart(range.startContainer, range.startOffset);
    }
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) {
      part.setEnd(range.endContainer, range.endOffset);
    }
    const copy = part.cloneContents();
    for (const mark of copy.querySelectorAll('[data-redacted]')) mark.replaceWith(GAP);
    return (copy.textContent ?? '').split(GAP);
  });
}

/** In no text: U+FFFF is no character. */
const GAP = '\uffff';
