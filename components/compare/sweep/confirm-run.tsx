'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { estimatedTime, useMaxCosts, usePlanEstimate } from '@/lib/compare/client/plan-cost';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { remainingCells, useCompareActions } from '../header/use-compare-actions';
import { useCompareView } from '../view-state';
import { formatCalls, formatEstimate, formatTime } from './compose/estimate-labels';

/** Asks before many calls are made. */
export function ConfirmRun({ cells: which }: { cells: 'all' | 'remaining' }) {
  const compareStore = useCompareStore();
  const { change } = useCompareView();
  const { run } = useCompareActions();
  const [{ plan, cells, time }] = useState(() => {
    const { plan: now } = compareStore.plan.view();
    const list = which === 'all' ? cellsOf(now) : remainingCells(compareStore);
    return { plan: now, cells: list, time: estimatedTime(compareStore, list) };
  });
  const estimate = usePlanEstimate(plan, cells);
  const costs = useMaxCosts(estimate);
  const count = estimate.calls.toLocaleString('en');
  const close = () => change({ confirming: null });
  return (
    <Dialog
      onClose={close}
      title={`Start ${count} runs?`}
      description={[
        which === 'all' ? `${formatCalls(plan, estimate)}.` : "Completed cells won't run again.",
        formatEstimate(estimate, costs),
        formatTime(time),
        'A few run at a time. You can pause or stop at any time and keep the generated text.',
      ].join(' ')}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button
            variant="primary"
            data-autofocus=""
            onClick={() => {
              close();
              void run(which);
            }}
          >
            Start {count} runs
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}
