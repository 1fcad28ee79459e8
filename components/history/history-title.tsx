import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';

export interface HistoryTitleProps {
  /** The history page with the same search and filter. */
  href: string;
  children?: ReactNode;
}

/** The heading of the history panel. */
export function HistoryTitle({ href, children }: HistoryTitleProps) {
  return (
    <div className="flex h-[45px] shrink-0 pointer-coarse:h-14 items-center gap-2 pr-3 pl-4">
      <h2 className="text-xs font-medium text-ink-2">History</h2>
      <span className="mr-auto">{children}</span>
      <Link
        href={href}
        prefetch={false}
        className="rounded-sm px-1 text-xs whitespace-nowrap text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:py-3"
      >
        All history
      </Link>
    </div>
  );
}
