import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';

/** A band across the pane, or the whole pane when there is nothing else in it. */
export function ProblemBox({
  tone,
  fills,
  children,
}: {
  tone: 'bad' | 'warn' | 'neutral';
  fills: boolean;
  children: ReactNode;
}) {
  return (
    <section
      aria-label="What went wrong"
      ref={focusableScroller}
      className={cx(
        'min-h-0 overflow-y-auto p-4 -outline-offset-2',
        fills ? 'flex-1' : 'max-h-[60%] shrink-0 border-t border-line',
      )}
    >
      <div
        className={cx(
          'border-l-2 pl-3',
          tone === 'bad' ? 'border-l-bad' : tone === 'warn' ? 'border-l-warn' : 'border-l-line-strong',
        )}
      >
        {children}
      </div>
    </section>
  );
}
