'use client';

import { Dialog } from '@/components/ui/dialog';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { cellName } from '@/lib/compare/model/plan-labels';
import { useCompareView } from '../../view-state';
import { CellDetail } from './cell-detail';

/** A cell in full, over the page. */
export function CellSheet({ cell }: { cell: string }) {
  const { change } = useCompareView();
  // Which repeat it is, its tabs say.
  const name = usePlanPart((plan) => cellName(plan, cell, 'input'));
  return (
    <Dialog
      onClose={() => change({ opened: null })}
      title={name}
      side="right"
      className="w-[min(760px,100vw)]"
      bodyClassName="flex flex-col border-t"
    >
      <CellDetail cell={cell} onShow={(opened) => change({ opened })} />
    </Dialog>
  );
}
