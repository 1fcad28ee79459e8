import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { CELL, cellOver, ROW, ROW_HEADER } from './table-roles';

/** Parts of the table of the screen, whose rows share one raster with the heads and the panes. */

export function TableRow({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div {...ROW} className={cx('compare-row border-b', className)}>
      {children}
    </div>
  );
}

/** Stays in sight while the columns move. On a narrow screen each cell names its row itself. */
export function RowLabel({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      {...ROW_HEADER}
      className={cx(
        'compare-label flex min-h-8 min-w-0 items-center gap-1 border-r pr-1 pl-4 text-xs',
        className,
      )}
    >
      {children}
    </div>
  );
}

export interface TableCellProps {
  /** The name of its row, drawn where the row's own label is not. */
  label: string;
  /** Nothing in it is pressed. */
  low?: boolean;
  children: ReactNode;
}

export function TableCell({ label, low = false, children }: TableCellProps) {
  return (
    <div
      {...CELL}
      className={cx(
        'grid min-w-0 grid-cols-1 items-stretch border-r text-xs max-wide:grid-cols-[132px_minmax(0,1fr)] max-wide:items-center',
        low ? 'min-h-[26px]' : 'min-h-8 max-wide:min-h-9',
      )}
    >
      <span aria-hidden="true" className="truncate pl-4 text-ink-3 wide:hidden">
        {label}
      </span>
      {children}
    </div>
  );
}

/** A line over all columns: what is folded away, or the name of a group of rows. */
export function WideRow({ span, children }: { span: number; children: ReactNode }) {
  return (
    <div {...ROW} className="compare-row border-b bg-sunken/60">
      <div {...cellOver(span)} className="col-span-full">
        <div className="compare-wide flex min-h-8 items-center gap-2 pr-2 pl-2 text-xs">{children}</div>
      </div>
    </div>
  );
}
