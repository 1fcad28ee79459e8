'use client';

import { StoredTextArea, type StoredTextAreaProps } from '@/components/playground/editor/stored-text-area';
import { columnsOf } from '@/lib/client/compare/plan-actions';
import { useCompareRoom } from '@/lib/client/compare/room-context';
import type { ColumnsPlan } from '@/lib/completions/compare/plan';

export interface PlanTextAreaProps extends Omit<StoredTextAreaProps, 'read' | 'write' | 'subscribe'> {
  /** Finds this field's text; undefined when the plan has no place for it any more. */
  read: (plan: ColumnsPlan) => string | undefined;
  write: (plan: ColumnsPlan, text: string) => ColumnsPlan;
}

/** A text of the plan. */
export function PlanTextArea({ read, write, ...rest }: PlanTextAreaProps) {
  const { plan } = useCompareRoom();
  const now = () => columnsOf(plan.view().plan);
  return (
    <StoredTextArea
      {...rest}
      read={() => read(now())}
      write={(text) => plan.change({ plan: write(now(), text) })}
      subscribe={plan.subscribe}
    />
  );
}
