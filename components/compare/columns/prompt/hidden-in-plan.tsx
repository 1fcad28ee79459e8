'use client';

import { HiddenNotice, hiddenSummary, lineEndSummary } from '@/components/playground/editor/hidden-notice';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { columnsOf, useChangePlan, useColumnsPlan } from '@/lib/compare/client/plan-actions';
import type { ColumnsPlan } from '@/lib/compare/model/plan';

export interface HiddenInPlanProps {
  read: (plan: ColumnsPlan) => string | undefined;
  write: (plan: ColumnsPlan, text: string) => ColumnsPlan;
}

/** The hidden characters of a text of the plan. */
export function HiddenInPlan({ read, write }: HiddenInPlanProps) {
  const { plan } = useCompareStore();
  const change = useChangePlan();
  const hidden = useColumnsPlan((now) => hiddenSummary(read(now) ?? ''));
  const lines = useColumnsPlan((now) => lineEndSummary(read(now) ?? ''));
  return (
    <HiddenNotice
      hidden={hidden}
      lines={lines}
      read={() => read(columnsOf(plan.view().plan)) ?? ''}
      write={(text) => change((now) => write(now, text))}
    />
  );
}
