import { nextQueue, type TakenCell, type Taker, takeNextCell } from '@/lib/compare/db/take-cell';
import type { RunRegistry } from '@/lib/runs/server/registry';
import type { SlotRequest } from '@/lib/runs/server/run-slots';

export interface CellWithSlot {
  readonly taken: TakenCell;
  /** What the slot was reserved for: that of the queue, which may be another address than the cell's own start has. */
  readonly reserved: SlotRequest;
}

/**
 * Takes the next cell where servers share their slots, the slot first: a cell that is taken without one has to be put back, which
 * costs more, and shows. The caller gives the slot back if there is no run. Null: nothing waits that could run
 * here, or others were faster; `refused`: whose turn it was has no slot, and is passed over from now on.
 */
export async function takeWithSlot(
  taker: Taker,
  slots: RunRegistry['everywhere'],
): Promise<CellWithSlot | 'refused' | null> {
  const next = await nextQueue(taker);
  if (next === null) return null;
  const { comparisonId, userId, address, isGuest } = next;
  const request = {
    userId,
    origin: address === null ? null : { address, isGuest, isNewcomer: isGuest },
    comparisonCell: { comparisonId, cell: '' },
  };
  if ((await slots.reserve(taker.runId, request)) !== null) return 'refused';
  let taken: TakenCell | null = null;
  try {
    taken = await takeNextCell(taker, userId);
  } finally {
    if (taken === null) slots.release(taker.runId, request);
  }
  return taken && { taken, reserved: request };
}
