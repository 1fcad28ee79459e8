'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
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
        <DataTable
          label="Agreement"
          caption="Same result for the same input and repeat, least agreement first"
          heads={['Variant', 'Compared with', ...(hasVerdicts ? ['Same verdict'] : []), 'Same text']}
          rows={pairs
            .slice(0, count)
            .map(({ one, other, verdicts, texts }) => [
              nameOf(one),
              nameOf(other),
              ...(hasVerdicts ? [share(verdicts)] : []),
              share(texts),
            ])}
          texts={2}
          className="mt-2"
        />
      )}
      {pairs.length > count && (
        <Button size="sm" className="mt-2" onClick={() => setCount(count + STEP)}>
          Show {Math.min(STEP, pairs.length - count)} more of {pairs.length.toLocaleString('en')}
        </Button>
      )}
    </details>
  );
}

function share({ same, of }: PairAgreement['texts']) {
  if (of === 0) return '–';
  return (
    <>
      {Math.round((same / of) * 100)}%{' '}
      <span className="text-ink-3">
        ({same.toLocaleString('en')} of {of.toLocaleString('en')})
      </span>
    </>
  );
}
