'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { SlowedNotice } from '../../header/slowed-notice';
import { RunAll, RunProgress } from '../header/run-all';
import { scrollBehavior } from '../scroll-behavior';
import { useDistinguishingValues } from './distinguishing-values';

/** On a narrow screen: shows which column is visible, leads to the others, and runs. */
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
  const scroll = (to: ScrollToOptions) => scroller.current?.scrollTo({ ...to, behavior: scrollBehavior() });
  const go = (to: number) => scroll({ left: to * (scroller.current?.clientWidth ?? 0) });
  // They are below the prompt and the settings, which may fill the screen.
  const showOutputs = () => scroll({ top: scroller.current?.scrollHeight ?? 0 });
  return (
    <div
      data-below-toasts=""
      className="flex shrink-0 flex-wrap items-center gap-2 border-t bg-surface px-2 py-1 pb-[max(4px,env(safe-area-inset-bottom))] wide:hidden"
    >
      <SlowedNotice className="basis-full" />
      {count > 1 && (
        <nav aria-label="Columns" className="flex min-w-0 flex-1 items-center overflow-x-auto">
          <IconButton label="Previous column" disabled={shown === 0} onClick={() => go(shown - 1)}>
            <ChevronLeft aria-hidden="true" />
          </IconButton>
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
              {values[index] && (
                <span className="max-w-16 truncate text-2xs font-normal">{values[index]}</span>
              )}
            </button>
          ))}
          <IconButton label="Next column" disabled={shown === count - 1} onClick={() => go(shown + 1)}>
            <ChevronRight aria-hidden="true" />
          </IconButton>
        </nav>
      )}
      <span className="mr-auto" />
      <RunProgress />
      <RunAll onStart={showOutputs} />
    </div>
  );
}
