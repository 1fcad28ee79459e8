import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import './grid.css';
import type { ComponentProps, CSSProperties, ReactNode } from 'react';
import type { AxisNames } from '../charts/chart-text';
import { COLUMN_HEAD, gridRow, ROW_HEAD } from './grid-roles';

export interface SweepRasterProps extends ComponentProps<'table'> {
  down: AxisNames;
  /** Null: only one setting is varied. */
  across: AxisNames | null;
  /** Renders the head of a row or a column. */
  head: (axis: 'down' | 'across', at: number) => ReactNode;
  /** Renders the cell of a row and a column, with its role. */
  cell: (row: number, column: number) => ReactNode;
}

const HEAD = 'border-r border-b text-left font-normal';

/** Rows of the first setting and columns of the second, with heads that stay visible. */
export function SweepRaster({ down, across, head, cell, ...table }: SweepRasterProps) {
  const columns = numbersTo(across?.values.length ?? 1);
  return (
    <table {...table} className="sweep-grid" style={{ '--columns': columns.length } as CSSProperties}>
      <thead className="contents">
        <tr {...gridRow(1)} className="sweep-row">
          <th
            {...COLUMN_HEAD}
            className="sweep-corner flex flex-col justify-end border-r border-b px-2.5 py-1 text-left text-2xs font-normal text-ink-3"
          >
            {across && <span className="self-end">{across.title} →</span>}
            {down.title !== '' && <span>{down.title} ↓</span>}
          </th>
          {columns.map((column) => (
            <th key={column} {...COLUMN_HEAD} className={`sweep-column ${HEAD}`}>
              {across ? (
                head('across', column)
              ) : (
                <span className="flex h-full items-end px-2.5 py-1 text-2xs text-ink-3">Output</span>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="contents">
        {numbersTo(down.values.length).map((row) => (
          <tr key={row} {...gridRow(row + 2)} className="sweep-row">
            <th {...ROW_HEAD} className={`sweep-label ${HEAD}`}>
              {head('down', row)}
            </th>
            {columns.map((column) => cell(row, column))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const SWEEP_HEAD_STYLE =
  'flex h-full min-h-8 w-full items-start px-2.5 py-2 text-left font-mono text-xs font-medium';

/** How many outputs of a row or a column pass the checks, below its value. */
export function HeadRate({ passed }: { passed: string }) {
  return (
    <span data-rate="" className="font-sans text-2xs font-normal text-ink-3 tabular-nums">
      <span className="sr-only">Checks: </span>
      {passed}
    </span>
  );
}
