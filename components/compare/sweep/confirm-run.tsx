'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useCompareRoom } from '@/lib/compare/client/room-context';
import { useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { estimatePlan } from '@/lib/compare/model/sweep-check';
import { tokensAtMost } from './compose/estimate-words';
import { useSweepView } from './sweep-view';
import { restOf, useSweepVerbs } from './use-sweep-verbs';

/** Before many calls are made. */
export function ConfirmRun({ cells }: { cells: 'all' | 'rest' }) {
  const room = useCompareRoom();
  const { change } = useSweepView();
  const { run } = useSweepVerbs();
  const plan = useSweepPlan((now) => now);
  const whole = estimatePlan(plan);
  const [calls] = useState(() => (cells === 'all' ? whole.calls : restOf(room).length));
  const close = () => change({ asking: null });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Make ${calls} calls?`}
      description={
        cells === 'all'
          ? `${tokensAtMost(whole)} At most 8 run at once, the others wait. You can stop at any time, and what came is kept.`
          : 'Cells that are complete stay as they are. At most 8 run at once, the others wait.'
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
