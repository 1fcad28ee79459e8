'use client';

import { useCallback, useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { useCellFigures, useSettledFigures } from '@/lib/compare/client/cell-figures';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type GridPlace, gridOf, placeKey } from '@/lib/compare/model/cell-grid';
import { groupFigures, passedLabel } from '@/lib/compare/model/cell-lines';
import type { Axis } from '@/lib/compare/model/plan';
import { axisLabels, axisTitle } from '@/lib/compare/model/plan-labels';
import { useConnections } from '@/lib/connections/client/connection-list';
import { axisNames } from '../../charts/chart-text';
import { HeadRate, SWEEP_HEAD_STYLE, SweepRaster } from '../../grid/sweep-raster';
import { useCompareView } from '../../view-state';
import { SweepCell } from './sweep-cell';
import { useGridOfCells } from './use-grid-of-cells';

/** All cells: rows of the first axis, columns of the second. */
export function SweepGrid() {
  const plan = usePlanPart((now) => now);
  const { change } = useCompareView();
  const { size, places, cellOf, select, stateOf, table } = useGridOfCells();
  const [down, across] = plan.axes;
  const onShow = useCallback(
    (place: GridPlace, shown: number) =>
      change((now) => ({ repeats: { ...now.repeats, [placeKey(place)]: shown } })),
    [change],
  );
  const reference = plan.referenceId == null ? null : gridOf(plan).place(plan.referenceId);
  const figures = useCellFigures();
  const rate = useRates();
  return (
    <div ref={focusableScroller} className="sweep-scroll min-h-0 flex-1 overflow-auto overscroll-contain">
      <SweepRaster
        {...table}
        down={axisNames(down)}
        across={across ? axisNames(across) : null}
        head={(along, at) =>
          along === 'down'
            ? down && (
                <Header
                  axis={down}
                  at={at}
                  hint="Select this row"
                  passed={rate({ row: at })}
                  onSelect={() => select(places.filter(({ row }) => row === at))}
                />
              )
            : across && (
                <Header
                  axis={across}
                  at={at}
                  hint="Select this column"
                  passed={rate({ column: at })}
                  onSelect={() => select(places.filter(({ column }) => column === at))}
                />
              )
        }
        cell={(row, column) => {
          const place = { row, column };
          const cell = cellOf(place) ?? '';
          return (
            <SweepCell
              key={placeKey(place)}
              row={row}
              column={column}
              cell={cell}
              verdict={figures.cells.get(cell)?.verdict ?? null}
              passed={size.repeat * size.input > 1 ? rate(place) : null}
              repeats={size.repeat}
              {...stateOf(place)}
              isReference={reference?.row === row && reference.column === column}
              isWide={size.column === 1}
              onShow={onShow}
            />
          );
        }}
      />
    </div>
  );
}

/** How many outputs pass at a place, in a row or in a column, over all inputs and repeats: `3 of 5`. */
function useRates(): (part: Partial<GridPlace>) => string | null {
  const { cells } = usePlanPart(gridOf);
  const figures = useSettledFigures();
  return useMemo((): ((part: Partial<GridPlace>) => string | null) => {
    if (figures.checks.length === 0) return () => null;
    const known = new Map<string, string | null>();
    return ({ row, column }) => {
      const key = `${row}:${column}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const inside = cells.filter(
        (place) => (row ?? place.row) === place.row && (column ?? place.column) === place.column,
      );
      const found = passedLabel(groupFigures(inside, (cell) => figures.cells.get(cell), ['passed']));
      known.set(key, found);
      return found;
    };
  }, [cells, figures]);
}

interface HeaderProps {
  axis: Axis;
  at: number;
  hint: string;
  /** How many of its outputs pass the checks: `3 of 5`. */
  passed: string | null;
  onSelect: () => void;
}

function Header({ axis, at, hint, passed, onSelect }: HeaderProps) {
  const text = axisLabels(axis)[at] ?? '';
  const connection = useConnectionOf(axis, at);
  const name = [`${axisTitle(axis)} ${text}`, ...(connection ? [connection] : [])].join(', ');
  return (
    <button
      type="button"
      // Not a tab stop: the keys of the grid do the same.
      tabIndex={-1}
      aria-label={passed === null ? name : `${name}. Checks: ${passed}`}
      title={`${name}. ${hint}`}
      onClick={onSelect}
      className={cx(SWEEP_HEAD_STYLE, 'hover:bg-hover', passed !== null && 'flex-col gap-0.5')}
    >
      <span className="line-clamp-3 min-w-0 wrap-anywhere">
        {text}
        {connection && <span className="block font-sans text-2xs font-normal text-ink-3">{connection}</span>}
      </span>
      {passed !== null && <HeadRate passed={passed} />}
    </button>
  );
}

/** The name of a model's connection, where the models are on several. */
function useConnectionOf(axis: Axis, at: number): string | null {
  const { connections } = useConnections();
  if (axis.kind !== 'model') return null;
  const ids = axis.models.map(({ connectionId }) => connectionId);
  if (new Set(ids).size < 2) return null;
  return connections.find(({ id }) => id === ids[at])?.name ?? null;
}
