import type { ReactNode } from 'react';
import { cx } from './cx';
import { FocusableScroller } from './focusable-scroller-box';

export interface DataTableProps {
  /** Names what is scrolled, where it is wider than its place. */
  label: string;
  caption?: string;
  /** Null: a corner without a name. */
  heads?: readonly ReactNode[];
  /** The first cell of each row names it. */
  rows: readonly (readonly ReactNode[])[];
  /** Columns from the left that hold texts; the others hold figures. */
  texts?: number;
  className?: string;
}

const CELL = 'px-2.5 py-1';
const NAME = cx(CELL, 'sticky left-0 min-w-20 bg-surface text-left font-medium');

/** A small table of texts and figures; the names of the rows stay while it is scrolled sideways. */
export function DataTable({ label, caption, heads, rows, texts = 1, className }: DataTableProps) {
  const styleAt = (at: number) => cx(CELL, at < texts ? 'text-left' : 'text-right whitespace-nowrap');
  return (
    <FocusableScroller label={label} className={cx('overflow-auto', className)}>
      <table className="border bg-surface text-xs tabular-nums">
        {caption !== undefined && <caption className="pb-1 text-left text-ink-3">{caption}</caption>}
        {heads && (
          <thead>
            <tr>
              {heads.map((head, at) =>
                head === null ? (
                  <td key="corner" />
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: nothing in here has a state.
                  <th key={at} scope="col" className={cx(styleAt(at), 'font-medium text-ink-2')}>
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(([name, ...cells], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <tr key={row} className="border-t align-top">
              <th scope="row" className={NAME}>
                {name}
              </th>
              {cells.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={at} className={styleAt(at + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </FocusableScroller>
  );
}
