'use client';

import { RunPicker as HistoryPicker } from '@/components/history/run-picker';
import { withColumn } from '@/lib/compare/client/column-edits';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { columnOfRun } from '@/lib/compare/client/new-plans';
import { requestedPrompt } from '@/lib/compare/model/plan-cells';
import { fetchRun } from '@/lib/runs/client/run-detail';
import type { RunSummary } from '@/lib/runs/model/runs';
import { useAddColumn } from '../use-add-column';

/** Finds a run of the history; it becomes a column and is shown without running again. */
export function RunPicker({ onClose }: { onClose: () => void }) {
  const { session } = useCompareStore();
  const add = useAddColumn();

  const pick = async (run: RunSummary) => {
    const detail = await fetchRun(run.id);
    add((plan) => {
      const column = columnOfRun(detail, requestedPrompt(plan.base));
      const next = withColumn(plan, column);
      if (next !== plan) session.show(column.id, detail);
      return next;
    });
    onClose();
  };

  return <HistoryPicker onPick={pick} onClose={onClose} />;
}
