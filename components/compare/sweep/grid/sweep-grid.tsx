'use client';

import { useCallback } from 'react';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { type Axis, parseSweepCell } from '@/lib/compare/model/plan';
import { settingText } from '@/lib/compare/model/settings-table';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { axisNames } from '../../charts/chart-text';
import { grid } from '../../grid/grid-roles';
import { HeadRate, SWEEP_HEAD_STYLE, SweepRaster } from '../../grid/sweep-raster';
import { type GridPoint, pointKey, useSweepView } from '../sweep-view';
import { SweepCell } from './sweep-cell';
import { useGridVerdicts } from './sweep-verdicts';
import { tabStopOf, toggled, useGridHandlers } from './use-grid-keys';

/** All cells: rows of the first axis, columns of the second. */
export function SweepGrid() {
  const axes = useSweepPlan((plan) => plan.axes);
  const repeats = useSweepPlan((plan) => plan.repeats);
  const referenceId = useSweepPlan((plan) => plan.referenceId ?? null);
  const { active, selected, repeat, repeats: own, change } = useSweepView();
  const [down, across] = axes;
  const rows = down?.values ?? [];
  const columns = across?.values ?? [null];
  const handlers = useGridHandlers(rows.length, columns.length, repeats);
  const onShow = useCallback(
    (point: GridPoint, shown: number) =>
      change((now) => ({ repeats: { ...now.repeats, [pointKey(point)]: shown } })),
    [change],
  );
  const select = (points: readonly GridPoint[]) =>
    change((now) => ({ selected: toggled(now.selected, points) }));
  const reference = referenceId === null ? null : parseSweepCell(referenceId);
  const tabStop = tabStopOf(active, rows.length, columns.length);
  const verdicts = useGridVerdicts();
  if (!down) return null;
  return (
    <div ref={focusableScroller} className="sweep-scroll min-h-0 flex-1 overflow-auto overscroll-contain">
      <SweepRaster
        {...grid(gridName(down, across), rows.length, columns.length)}
        {...handlers}
        down={axisNames(down)}
        across={across ? axisNames(across) : null}
        head={(along, at) =>
          along === 'down' ? (
            <Header
              axis={down}
              at={at}
              hint="Select this row"
              passed={verdicts.of({ row: at })?.label ?? null}
              onSelect={() => select(columns.map((_, column) => ({ row: at, column })))}
            />
          ) : (
            across && (
              <Header
                axis={across}
                at={at}
                hint="Select this column"
                passed={verdicts.of({ column: at })?.label ?? null}
                onSelect={() => select(rows.map((_, row) => ({ row, column: at })))}
              />
            )
          )
        }
        cell={(row, column) => {
          const key = pointKey({ row, column });
          const shown = Math.min(own[key] ?? repeat, repeats - 1);
          const verdict = verdicts.ofRepeat({ row, column }, shown);
          return (
            <SweepCell
              key={key}
              row={row}
              column={column}
              shown={shown}
              passes={verdict?.pass ?? null}
              verdict={verdict?.label ?? null}
              reasons={verdict?.reasons.join(' · ') ?? ''}
              passed={repeats > 1 ? (verdicts.of({ row, column })?.label ?? null) : null}
              repeats={repeats}
              isActive={key === tabStop}
              isSelected={selected.includes(key)}
              isReference={reference?.row === row && reference.column === column}
              isWide={columns.length === 1}
              onShow={onShow}
            />
          );
        }}
      />
    </div>
  );
}

function Header({
  axis,
  at,
  hint,
  passed,
  onSelect,
}: {
  axis: Axis;
  at: number;
  hint: string;
  /** How many of its outputs pass the checks: `3 of 5`. */
  passed: string | null;
  onSelect: () => void;
}) {
  const text = settingText(axis.parameter, axis.values[at]);
  const name = `${parameterSpec(axis.parameter).label} ${text}`;
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
      <span className="line-clamp-3 min-w-0 wrap-anywhere">{text}</span>
      {passed !== null && <HeadRate passed={passed} />}
    </button>
  );
}

export function gridName(down: Axis, across: Axis | undefined): string {
  const rows = parameterSpec(down.parameter).label;
  return across ? `${rows} by ${parameterSpec(across.parameter).label}` : rows;
}
