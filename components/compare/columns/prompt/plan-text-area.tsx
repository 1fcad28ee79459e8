'use client';

import { StoredTextArea, type StoredTextAreaProps } from '@/components/playground/editor/stored-text-area';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { columnsOf } from '@/lib/compare/client/plan-actions';
import type { ColumnsPlan } from '@/lib/compare/model/plan';
import { HiddenInPlan } from './hidden-in-plan';

export interface PlanTextAreaProps extends Omit<StoredTextAreaProps, 'read' | 'write' | 'subscribe'> {
  /** Reads this field's text; undefined when the plan no longer has it. */
  read: (plan: ColumnsPlan) => string | undefined;
  write: (plan: ColumnsPlan, text: string) => ColumnsPlan;
}

export function PlanTextArea({ read, write, ...rest }: PlanTextAreaProps) {
  const { plan } = useCompareStore();
  const now = () => columnsOf(plan.view().plan);
  return (
    <div className="min-w-0 flex-1">
      <StoredTextArea
        {...rest}
        read={() => read(now())}
        write={(text) => plan.change({ plan: write(now(), text) })}
        subscribe={plan.subscribe}
      />
      <div className="flex flex-wrap gap-x-3 gap-y-1 px-2 pb-1 empty:hidden">
        <HiddenInPlan read={read} write={write} />
      </div>
    </div>
  );
}
