'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { usePlanEstimate } from '@/lib/compare/client/plan-cost';
import { remainingCells, useCompareActions } from '../header/use-compare-actions';
import { useCompareView } from '../view-state';
import { formatCalls, formatEstimate } from './compose/estimate-labels';

/** Asks before many calls are made. */
export function ConfirmRun({ cells }: { cells: 'all' | 'remaining' }) {
  const compareStore = useCompareStore();
  const { change } = useCompareView();
  const { run } = useCompareActions();
  const plan = usePlanPart((now) => now);
  const whole = usePlanEstimate(plan);
  const [calls] = useState(() => (cells === 'all' ? whole.calls : remainingCells(compareStore).length));
  const close = () => change({ confirming: null });
  return (
    <Dialog
      onClose={close}
      title={`Make ${calls} calls?`}
      description={
        cells === 'all'
          ? `${formatCalls(plan, whole)}. ${formatEstimate(whole)} Calls run a few at a time. You can stop at any time and keep the generated text.`
          : "Completed cells won't run again. The rest run a few at a time."
      }
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
              void run(cells);
            }}
          >
            Make {calls} calls
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}
