'use client';

import { useMemo } from 'react';
import { type CellFigures, useCellFigures } from '@/lib/compare/client/cell-figures';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type CellGrid, gridOf, type PlacedCell } from '@/lib/compare/model/cell-grid';
import {
  type CellLineGroup,
  cellGroups,
  type GroupFigures,
  groupFigures,
} from '@/lib/compare/model/cell-lines';
import { type MeasureName, measureNames, verdictNames } from '@/lib/compare/model/measures';
import { FEW_MEASURES } from '../table/measure-figure';
import { useCompareView } from '../view-state';

/** A line of the table: a cell, or the heading of a group of them. */
export type Line =
  | { readonly kind: 'cell'; readonly key: string; readonly place: PlacedCell }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly group: CellLineGroup;
      readonly figures: GroupFigures;
      readonly isOpen: boolean;
    };

export interface Lines {
  readonly grid: CellGrid;
  readonly figures: CellFigures;
  readonly lines: readonly Line[];
  /** Cells that the filters let through. */
  readonly count: number;
  /** The measures that have a column. */
  readonly names: readonly MeasureName[];
}

/** Columns of checks at most: a rate for each would leave no space for the texts. */
const MAX_CHECKS_SHOWN = 6;

/** What the table shows of all cells, as they are filtered, grouped and sorted. */
export function useLines(): Lines {
  const { filter, contains, order, group, closed } = useCompareView();
  const grid = usePlanPart(gridOf);
  const reference = usePlanPart((plan) => plan.referenceId ?? null);
  const figures = useCellFigures();
  const { cells, checks } = figures;
  const groups = useMemo(
    () => cellGroups(grid, (cell) => cells.get(cell), { filter, contains, order, group, reference }),
    [grid, cells, filter, contains, order, group, reference],
  );
  const names = useMemo(() => {
    const there = new Set<MeasureName>();
    for (const { outputs } of cells.values()) {
      const [first] = outputs;
      if (first) for (const name of measureNames(checks)) if (first.values[name] != null) there.add(name);
    }
    const shown = [
      ...verdictNames(checks).slice(0, 1 + MAX_CHECKS_SHOWN),
      ...FEW_MEASURES.filter((name) => there.has(name)),
    ];
    return order.by === null || shown.includes(order.by) ? shown : [...shown, order.by];
  }, [cells, checks, order.by]);
  const lines = useMemo(() => {
    const isClosed = new Set(closed);
    return groups.flatMap((one): Line[] => {
      const inside = one.cells.map((place): Line => ({ kind: 'cell', key: place.cell, place }));
      if (group === 'none') return inside;
      const key = `group ${one.key}`;
      const isOpen = !isClosed.has(key);
      const together = groupFigures(one.cells, (cell) => cells.get(cell), names);
      const heading: Line = { kind: 'group', key, group: one, figures: together, isOpen };
      return isOpen ? [heading, ...inside] : [heading];
    });
  }, [groups, group, closed, cells, names]);
  const count = useMemo(() => groups.reduce((sum, one) => sum + one.cells.length, 0), [groups]);
  return { grid, figures, lines, count, names };
}
