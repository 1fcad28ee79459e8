import { type ComparisonPlan, parseSweepCell, type SweepPlan } from '@/lib/compare/model/plan';
import { settingText } from '@/lib/compare/model/settings-table';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { columnLetter } from './column-edits';

/** `Temperature 0.5, Top P 0.9`, and with repeats `, repeat 2`. */
export function sweepCellName(plan: SweepPlan, key: string): string {
  const cell = parseSweepCell(key);
  if (!cell) return key;
  const parts = plan.axes.map(({ parameter, values }, axis) => {
    const value = values[axis === 0 ? cell.row : cell.column];
    return value === undefined
      ? parameterSpec(parameter).label
      : `${parameterSpec(parameter).label} ${settingText(parameter, value)}`;
  });
  if (plan.repeats > 1) parts.push(`repeat ${cell.repeat + 1}`);
  return parts.join(', ');
}

/** What a cell of a comparison is called. */
export function cellName(plan: ComparisonPlan, key: string): string {
  if (plan.kind === 'sweep') return sweepCellName(plan, key);
  const at = plan.columns.findIndex(({ id }) => id === key);
  const column = plan.columns[at];
  if (!column) return 'Removed column';
  return column.name ?? `Column ${columnLetter(at)}`;
}
