import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';

const TABS = [
  { href: '/history', label: 'Runs' },
  { href: '/history/comparisons', label: 'Comparisons' },
] as const;

/** The tabs of the history: runs and comparisons. */
export function HistoryTabs({ here }: { here: (typeof TABS)[number]['href'] }) {
  return (
    <nav aria-label="History" className="flex shrink-0 gap-4 border-b px-4">
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
  );
}
