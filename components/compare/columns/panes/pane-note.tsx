import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

/** A quiet line above an output. */
export function PaneNote({
  tone = 'neutral',
  children,
}: {
  tone?: 'neutral' | 'accent';
  children: ReactNode;
}) {
  return (
    <p
      className={cx('shrink-0 border-b px-4 py-1 text-xs', tone === 'accent' ? 'text-accent' : 'text-ink-2')}
    >
      {children}
    </p>
  );
}
