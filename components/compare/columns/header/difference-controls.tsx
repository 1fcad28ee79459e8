'use client';

import { MoveVertical } from 'lucide-react';
import { DIFF_MODES, DiffModeSelect, ReferenceSelect } from '@/components/texts/difference-selects';
import { IconButton } from '@/components/ui/icon-button';
import { Segmented } from '@/components/ui/segmented';
import { useChangePlan, usePlanPart, useVariants } from '@/lib/compare/client/plan-actions';
import { useCompareView } from '../../view-state';
import { columnTitle } from '../column-title';
import { useComparisonResults } from '../comparison-results';

const SHOWN = [
  { value: 'text', label: 'Text' },
  { value: 'changes', label: 'Changes' },
  { value: 'only', label: 'Only differences' },
] as const;

/** The reference, the unit of comparison, how differences are shown, and whether the texts scroll together. */
export function DifferenceControls() {
  const columns = useVariants((columns) => columns);
  const referenceId = usePlanPart((plan) => plan.referenceId ?? null);
  const change = useChangePlan();
  const view = useCompareView();
  const { differences } = useComparisonResults();
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-3 py-0.5 max-wide:px-2">
      <ReferenceSelect
        columns={columns.map((column, at) => ({ value: column.id, name: columnTitle(column, at) }))}
        value={referenceId}
        onChange={(chosen) => change((plan) => ({ ...plan, referenceId: chosen }))}
        className="max-w-56 shrink-0"
      />
      {referenceId !== null && (
        <>
          <Segmented
            label="Text view"
            value={view.show}
            onValueChange={(show) => view.change({ show })}
            options={SHOWN}
            className="shrink-0"
          />
          <DiffModeSelect
            mode={view.mode}
            found={DIFF_MODES.find(({ value }) => value === differences?.mode)?.label}
            onChange={(mode) => view.change({ mode })}
            className="max-w-44 shrink-0"
          />
        </>
      )}
      <IconButton
        label="Scroll together"
        word="Scroll together"
        wordFrom="window"
        pressed={view.scrollTogether}
        onClick={() => view.change({ scrollTogether: !view.scrollTogether })}
        className="ml-auto max-wide:hidden"
        icon={MoveVertical}
      />
    </div>
  );
}
