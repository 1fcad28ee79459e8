'use client';

import { useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import type { DrawnText } from './paint-visible';

export interface ShowAllProps {
  /** Which choice it is. */
  name: string;
  open: boolean;
  toggle: () => void;
  live: boolean;
  /** Null while it is not drawn yet. */
  text: DrawnText | null;
}

/** The button under an excerpt on touch screens; absent when the whole text is shown. */
export function ShowAll({ name, open, toggle, live, text }: ShowAllProps) {
  // Open text is never cut: what was measured before is kept, or closing would unmount the button for a moment.
  const isCut = useIsCut(open ? null : text);
  const isNeeded = open || isCut;
  // While text arrives it has its place: nothing below may jump when the text becomes too long.
  if (!isNeeded && !live) return null;
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={toggle}
      className={cx(
        'hidden h-10 shrink-0 items-center px-4 text-xs font-medium text-accent -outline-offset-2 max-wide:pointer-coarse:flex',
        !isNeeded && 'invisible',
      )}
    >
      {open ? 'Show less' : 'Show all'}
      <span className="sr-only"> of {name}</span>
    </button>
  );
}

/** Whether the text is longer than what is shown of it. */
function useIsCut(text: DrawnText | null): boolean {
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    if (!text) return;
    const { scroller, container } = text;
    const observer = new ResizeObserver(() => setIsCut(scroller.scrollHeight > scroller.clientHeight + 1));
    observer.observe(scroller);
    observer.observe(container);
    return () => observer.disconnect();
  }, [text]);
  return isCut;
}
