'use client';

import type { ReactNode } from 'react';
import { focusableScroller } from './focusable-scroller';

/** The same for what a server draws: it scrolls, so it takes the focus, and then it needs a name. */
export function FocusableScroller({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    <section ref={focusableScroller} aria-label={label} className={className}>
      {children}
    </section>
  );
}
