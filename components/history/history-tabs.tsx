import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';

const TABS = [
  { href: '/history', label: 'Runs' },
  { href: '/history/comparisons', label: 'Comparisons' },
  { href: '/history/documents', label: 'Documents' },
] as const;

export interface HistoryTabsProps {
  here: (typeof TABS)[number]['href'];
  /** At the end of the line: how many there are. */
  children?: ReactNode;
}

/** The tabs of the history. */
export function HistoryTabs({ here, children }: HistoryTabsProps) {
  return (
    <div className="flex shrink-0 items-center justify-between gap-4 border-b px-4">
      <nav aria-label="History" className="flex gap-4">
        {TABS.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            aria-current={href === here ? 'page' : undefined}
            className={cx(
              'inline-flex h-9 items-center focus-visible:-outline-offset-2 pointer-coarse:h-11',
              href === here ? 'text-ink shadow-[inset_0_-2px_0_var(--accent)]' : 'text-ink-2 hover:text-ink',
            )}
          >
            {label}
          </Link>
        ))}
      </nav>
      <p className="truncate text-xs text-ink-3 tabular-nums">{children}</p>
    </div>
  );
}
