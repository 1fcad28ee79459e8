'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from './cx';

export interface SideScrollerProps {
  /** Names what is scrolled. */
  label: string;
  /** Pixels at its left edge that something in it keeps covered. */
  sticky?: number;
  className?: string;
  children: ReactNode;
}

/**
 * What may be wider than its place. Then it says so, fades where there is more, and takes the focus: a keyboard
 * could not scroll it otherwise (WCAG 2.1.1).
 */
export function SideScroller({ label, sticky = 0, className, children }: SideScrollerProps) {
  const scroller = useRef<HTMLElement>(null);
  /** Null until it was measured: before the page works, and without JavaScript, it may be wider. */
  const [hides, setHides] = useState<{ left: boolean; right: boolean } | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const remaining = element.scrollWidth - element.clientWidth;
      const next = { left: element.scrollLeft > 1, right: element.scrollLeft < remaining - 1 };
      setHides((now) => (now?.left === next.left && now.right === next.right ? now : next));
    };
    const observer = new ResizeObserver(look);
    for (const part of [element, ...element.children]) observer.observe(part);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  const isWider = hides !== null && (hides.left || hides.right);
  return (
    <div className={cx('min-w-0', className)}>
      {isWider && <p className="mb-1 text-2xs text-ink-3 print:hidden">Scroll sideways to see more.</p>}
      <div className="relative">
        <section
          ref={scroller}
          aria-label={label}
          tabIndex={isWider || hides === null ? 0 : undefined}
          className="overflow-x-auto overscroll-x-contain -outline-offset-2"
          style={{ scrollPaddingLeft: sticky }}
        >
          {children}
        </section>
        {hides?.left && sticky === 0 && <Edge side="left" />}
        {hides?.right && <Edge side="right" />}
      </div>
    </div>
  );
}

/** Forced colours take the fade away: there a line says the same. */
function Edge({ side }: { side: 'left' | 'right' }) {
  return (
    <span
      aria-hidden="true"
      data-more={side}
      className={cx(
        'pointer-events-none absolute inset-y-0 w-10 to-transparent from-bg print:hidden',
        side === 'left' ? 'left-0 bg-linear-to-r' : 'right-0 bg-linear-to-l',
        side === 'left'
          ? 'forced-colors:border-l-2 forced-colors:border-dashed'
          : 'forced-colors:border-r-2 forced-colors:border-dashed',
      )}
    />
  );
}
