import { type RefObject, useEffect, useState } from 'react';
import { REDACTED } from '@/lib/links/model/redact';

/**
 * The selection inside an element, also after a press elsewhere has cleared it: on touch screens that happens
 * before the button gets the press. Null when nothing is selected.
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

/** The selected parts of each text exactly as written, split where something is already redacted. */
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
    return part.toString().split(REDACTED);
  });
}
