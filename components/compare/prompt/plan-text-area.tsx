'use client';

import { HiddenNotice, hiddenSummary, lineEndSummary } from '@/components/playground/editor/hidden-notice';
import { StoredTextArea, type StoredTextAreaProps } from '@/components/playground/editor/stored-text-area';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import type { ComparisonPlan } from '@/lib/compare/model/plan';

export interface PlanTextAreaProps extends Omit<StoredTextAreaProps, 'read' | 'write' | 'subscribe'> {
  /** Reads this field's text; undefined when the plan no longer has it. */
  read: (plan: ComparisonPlan) => string | undefined;
  write: (plan: ComparisonPlan, text: string) => ComparisonPlan;
}

/** A text of the plan, and its hidden characters. */
export function PlanTextArea({ read, write, ...rest }: PlanTextAreaProps) {
  const { plan } = useCompareStore();
  const hidden = usePlanPart((now) => hiddenSummary(read(now) ?? ''));
  const lines = usePlanPart((now) => lineEndSummary(read(now) ?? ''));
  const text = () => read(plan.view().plan);
  const change = (next: string) => plan.change({ plan: write(plan.view().plan, next) });
  return (
    <div className="min-w-0 flex-1">
      <StoredTextArea {...rest} read={text} write={change} subscribe={plan.subscribe} />
      <div className="flex flex-wrap gap-x-3 gap-y-1 px-2 pb-1 empty:hidden">
        <HiddenNotice hidden={hidden} lines={lines} read={() => text() ?? ''} write={change} />
      </div>
    </div>
  );
}
