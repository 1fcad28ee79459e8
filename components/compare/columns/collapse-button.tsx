import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

/** Opens and closes what stands below it. */
export function CollapseButton({
  open,
  onToggle,
  controls,
  className,
  children,
}: {
  open: boolean;
  onToggle: () => void;
  /** The id of what it opens. */
  controls?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-controls={controls}
      onClick={onToggle}
      className={cx(
        'inline-flex h-6 shrink-0 items-center gap-1 rounded-sm pr-1.5 pl-0.5 whitespace-nowrap text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-10',
        className,
      )}
    >
      <ChevronDown
        aria-hidden="true"
        className={cx('size-3.5 shrink-0 transition-transform', !open && '-rotate-90')}
      />
      {children}
    </button>
  );
}
