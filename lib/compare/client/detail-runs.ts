import type { ComparisonDetail } from '@/lib/compare/model/comparisons';
import { requestOfCell } from '@/lib/compare/model/plan-cells';
import { type CellRun, columnRun, historyRun, sweepRun } from './cell-run';

/** The runs of a comparison's detail, by cell. */
export function runsOfDetail(detail: ComparisonDetail): [string, CellRun][] {
  const found: [string, CellRun][] = [];
  const { plan } = detail.comparison;
  if (detail.kind === 'columns') {
    for (const { cell, isUpToDate, run } of detail.cells) {
      if (run === null) continue;
      if (isUpToDate === null) found.push([cell, historyRun(run)]);
      else found.push([cell, columnRun(run, isUpToDate ? requestOfCell(plan, cell) : null)]);
    }
    return found;
  }
  for (const { cell, isUpToDate, run } of detail.cells) {
    if (run !== null) found.push([cell, sweepRun(run, detail.comparison, cell, isUpToDate !== false)]);
  }
  return found;
}
