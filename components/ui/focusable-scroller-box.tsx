'use client';

import type { ReactNode } from 'react';
import { focusableScroller } from './focusable-scroller';

/** A scroller that a server component can render: it takes the focus, so it needs a name. */
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
