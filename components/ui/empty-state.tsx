import type { ReactNode } from 'react';
import { cx } from './cx';

/** One line that explains, and one action. */
export function EmptyState({
  action,
  className,
  children,
}: {
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={cx(
        'flex flex-col items-center justify-center gap-3 px-4 py-8 text-center text-ink-2',
        className,
      )}
    >
      <p className="max-w-[44ch] text-balance">{children}</p>
      {action}
    </div>
  );
}
