'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/** A list that scrolls by itself, and begins with its current item in view. */
export function ShowCurrent({ className, children }: { className: string; children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!list.current || !current) return;
    const [outer, inner] = [list.current.getBoundingClientRect(), current.getBoundingClientRect()];
    // By hand: scrollIntoView would scroll the page as well.
    list.current.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }, []);
  return (
    <div ref={list} className={className}>
      {children}
    </div>
  );
}
