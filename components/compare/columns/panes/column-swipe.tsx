'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { scrollBehavior } from '../scroll-behavior';
import { useDistinguishingValues } from '../use-distinguishing-values';

/** On a narrow screen: shows which column is visible, and leads to the others. */
export function ColumnSwipe({ scroller }: { scroller: RefObject<HTMLElement | null> }) {
  const count = useVariants((columns) => columns.length);
  const values = useDistinguishingValues();
  const [at, setAt] = useState(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => setAt(Math.round(element.scrollLeft / Math.max(1, element.clientWidth)));
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller]);
  const shown = Math.min(at, count - 1);
  const go = (to: number) =>
    scroller.current?.scrollTo({ left: to * scroller.current.clientWidth, behavior: scrollBehavior() });
  if (count < 2) return null;
  return (
    <nav aria-label="Columns" className="flex min-w-0 flex-1 items-center overflow-x-auto">
      <IconButton
        label="Previous column"
        disabled={shown === 0}
        onClick={() => go(shown - 1)}
        icon={ChevronLeft}
      />
      {Array.from({ length: count }, (_, index) => (
        <button
          key={columnLetter(index)}
          type="button"
          aria-label={`Column ${columnLetter(index)}${values[index] ? `, ${values[index]}` : ''}`}
          aria-current={index === shown ? 'true' : undefined}
          onClick={() => go(index)}
          className={cx(
            'inline-flex h-8 min-w-8 shrink-0 flex-col pointer-coarse:h-10 pointer-coarse:min-w-10 items-center justify-center rounded-sm px-1 text-xs leading-tight hover:bg-hover',
            index === shown ? 'bg-accent-soft font-semibold text-accent' : 'text-ink-2',
          )}
        >
          {columnLetter(index)}
          {values[index] && <span className="max-w-16 truncate text-2xs font-normal">{values[index]}</span>}
        </button>
      ))}
      <IconButton
        label="Next column"
        disabled={shown === count - 1}
        onClick={() => go(shown + 1)}
        icon={ChevronRight}
      />
    </nav>
  );
}
