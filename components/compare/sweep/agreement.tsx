'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type PairAgreement, pairAgreements } from '@/lib/compare/model/agreement';
import { type CellGrid, gridOf, placeLabel } from '@/lib/compare/model/cell-grid';

/** Pairs drawn at once. */
const STEP = 28;

/** How often every two variants say the same, where there is more than one output to say it of. */
export function Agreement() {
  const grid = usePlanPart(gridOf);
  const tries = grid.size.input * grid.size.repeat;
  const variants = grid.size.row * grid.size.column;
  if (tries < 2 || variants < 2) return null;
  return <Pairs grid={grid} />;
}

function Pairs({ grid }: { grid: CellGrid }) {
  const { cells, checks } = useCellFigures();
  const [open, setOpen] = useState(false);
  const [count, setCount] = useState(STEP);
  const pairs = useMemo(
    () => (open ? pairAgreements(grid, (cell) => cells.get(cell)) : []),
    [open, grid, cells],
  );
  const dimensions = grid.dimensions.filter(({ name }) => name === 'row' || name === 'column');
  const nameOf = (place: PairAgreement['one']) => placeLabel({ ...place, input: 0, repeat: 0 }, dimensions);
  const hasVerdicts = checks.length > 0;
  return (
    <details className="mt-3" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-xs text-ink-2 hover:text-ink pointer-coarse:py-3">
        Show agreement
      </summary>
      {open && pairs.length === 0 && <p className="mt-2 text-xs text-ink-3">No two variants are complete.</p>}
      {pairs.length > 0 && (
        <FocusableScroller label="Agreement" className="mt-2 overflow-x-auto">
          <table className="border text-xs tabular-nums">
            <caption className="pb-1 text-left text-ink-3">
              Same result for the same input and repeat, least agreement first
            </caption>
            <thead>
              <tr className="border-b text-ink-2">
                <th scope="col" className={HEAD}>
                  Variant
                </th>
                <th scope="col" className={HEAD}>
                  And
                </th>
                {hasVerdicts && (
                  <th scope="col" className={HEAD}>
                    Same verdict
                  </th>
                )}
                <th scope="col" className={HEAD}>
                  Same text
                </th>
              </tr>
            </thead>
            <tbody>
              {pairs.slice(0, count).map((pair) => (
                <tr
                  key={`${pair.one.row} ${pair.one.column} ${pair.other.row} ${pair.other.column}`}
                  className="border-b last:border-b-0"
                >
                  <th scope="row" className={HEAD}>
                    {nameOf(pair.one)}
                  </th>
                  <td className="px-2.5 py-1">{nameOf(pair.other)}</td>
                  {hasVerdicts && <Share of={pair.verdicts} />}
                  <Share of={pair.texts} />
                </tr>
              ))}
            </tbody>
          </table>
        </FocusableScroller>
      )}
      {pairs.length > count && (
        <Button size="sm" className="mt-2" onClick={() => setCount(count + STEP)}>
          Show {Math.min(STEP, pairs.length - count)} more of {pairs.length.toLocaleString('en')}
        </Button>
      )}
    </details>
  );
}

const HEAD = 'px-2.5 py-1 text-left font-medium';

function Share({ of: { same, of } }: { of: PairAgreement['texts'] }) {
  return (
    <td className="px-2.5 py-1 text-right whitespace-nowrap">
      {of === 0 ? (
        '–'
      ) : (
        <>
          {Math.round((same / of) * 100)}%{' '}
          <span className="text-ink-3">
            ({same.toLocaleString('en')} of {of.toLocaleString('en')})
          </span>
        </>
      )}
    </td>
  );
}
