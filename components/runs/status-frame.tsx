import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

export interface StatusFrameProps {
  /** There is more to say than usual: it takes a second line sooner. */
  isLong?: boolean;
  children: ReactNode;
}

/** The line under an output. */
export function StatusFrame({ isLong = false, children }: StatusFrameProps) {
  return (
    <footer
      data-below-toasts=""
      className="@container shrink-0 border-t border-line text-xs text-ink-3 keyboard:in-data-editing:hidden"
    >
      <div
        className={cx(
          // Narrow, it is higher (output.css).
          'flex min-h-8 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1',
          isLong ? '@4xl:flex-nowrap' : '@min-[830px]:flex-nowrap',
        )}
      >
        {children}
      </div>
    </footer>
  );
}
