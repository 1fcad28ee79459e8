'use client';

import { Segmented } from '@/components/ui/segmented';
import { useChangePlan, usePlanPart, useVariants } from '@/lib/compare/client/plan-actions';
import { DIFF_MODES, DiffModeSelect, ReferenceSelect } from '../../differences/difference-selects';
import { columnTitle } from '../column-title';
import { useComparisonResults } from '../comparison-results';
import { useCompareView } from '../view-state';

const SHOWN = [
  { value: 'text', label: 'Text' },
  { value: 'changes', label: 'Changes' },
  { value: 'only', label: 'Only differences' },
] as const;

/** The reference, the unit of comparison, and how differences are shown. */
export function DifferenceControls() {
  const columns = useVariants((columns) => columns);
  const referenceId = usePlanPart((plan) => plan.referenceId ?? null);
  const change = useChangePlan();
  const view = useCompareView();
  const { findings } = useComparisonResults();
  return (
    <>
      <ReferenceSelect
        columns={columns.map((column, at) => ({ value: column.id, name: columnTitle(column, at) }))}
        value={referenceId}
        onChange={(chosen) => change((plan) => ({ ...plan, referenceId: chosen }))}
        // On small screens it takes the space that the buttons of its row leave.
        className="max-w-40 max-wide:flex-1 max-wide:basis-24 wide:shrink-0"
      />
      {referenceId !== null && (
        // A row of its own, unless the screen is wide enough for all of them.
        <div className="flex items-center gap-2 wide:max-[1535px]:order-last wide:max-[1535px]:basis-full max-wide:order-last max-wide:-mx-2 max-wide:basis-[calc(100%+16px)] max-wide:overflow-x-auto max-wide:px-2 max-wide:py-0.5">
          <Segmented
            label="Text view"
            value={view.show}
            onValueChange={(show) => view.change({ show })}
            options={SHOWN}
            className="shrink-0"
          />
          <DiffModeSelect
            mode={view.mode}
            found={DIFF_MODES.find(({ value }) => value === findings?.mode)?.label}
            onChange={(mode) => view.change({ mode })}
            // Cut at its end rather than behind the edge of a small screen.
            className="max-w-44 shrink-0 max-wide:min-w-0 max-wide:shrink"
          />
        </div>
      )}
    </>
  );
}
