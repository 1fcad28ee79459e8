import type { ReactNode, Ref } from 'react';
import { cx } from '@/components/ui/cx';
import { CELL, COLUMN_HEAD, ROW, ROW_GROUP, ROW_HEAD } from '../grid/grid-roles';

/** Parts of the table of columns. Its rows share one grid with the heads and the texts. */

/** The row of the heads, which stays visible. */
export function HeadRow({ children }: { children: ReactNode }) {
  return (
    <thead {...ROW_GROUP} className="sticky top-0 z-20 block shrink-0 border-b bg-bg">
      <tr {...ROW} className="compare-grid">
        <th {...COLUMN_HEAD} className="compare-label border-r">
          <span className="sr-only">Setting</span>
        </th>
        {children}
      </tr>
    </thead>
  );
}

export const HEAD_STYLE =
  'compare-head relative flex h-10 min-w-0 items-center gap-1 border-r pr-1 pl-4 text-left font-normal pointer-coarse:h-12';

export function RowGroup({ ref, children }: { ref?: Ref<HTMLTableSectionElement>; children: ReactNode }) {
  return (
    <tbody {...ROW_GROUP} ref={ref} className="compare-grid shrink-0">
      {children}
    </tbody>
  );
}

export function TableRow({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <tr {...ROW} className={cx('compare-row border-b', className)}>
      {children}
    </tr>
  );
}

/** Stays visible while the columns scroll. On a narrow screen each cell shows the name of its row itself. */
export function RowLabel({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <th
      {...ROW_HEAD}
      className={cx(
        'compare-label flex min-h-8 min-w-0 items-center gap-1 border-r pr-1 pl-4 text-left text-xs font-normal',
        className,
      )}
    >
      {children}
    </th>
  );
}

export interface TableCellProps {
  /** The name of its row, for screens that do not show the row's own label. */
  label: ReactNode;
  /** Nothing in it can be pressed, so the row can be lower. */
  low?: boolean;
  children: ReactNode;
}

export function TableCell({ label, low = false, children }: TableCellProps) {
  return (
    <td
      {...CELL}
      className={cx(
        'grid min-w-0 grid-cols-1 items-stretch border-r text-xs max-wide:grid-cols-[132px_minmax(0,1fr)] max-wide:items-center print:grid-cols-1',
        low ? 'min-h-[26px]' : 'min-h-8 max-wide:min-h-9',
      )}
    >
      <span
        aria-hidden={typeof label === 'string' || undefined}
        className={cx(
          'truncate text-ink-3 wide:hidden print:hidden',
          typeof label === 'string' ? 'pl-4' : 'pl-2',
        )}
      >
        {label}
      </span>
      {children}
    </td>
  );
}

/** A line over all columns: collapsed rows, or the name of a group of rows. */
export function WideRow({ span, children }: { span: number; children: ReactNode }) {
  return (
    <tr {...ROW} className="compare-row border-b bg-sunken/60">
      <td {...CELL} colSpan={span} aria-colspan={span} className="col-span-full">
        <div className="compare-wide flex min-h-8 items-center gap-2 pr-2 pl-2 text-xs">{children}</div>
      </td>
    </tr>
  );
}
