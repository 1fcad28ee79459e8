import type { Cost, Price } from '@/lib/protocol/run/price';
import { maxCost } from '@/lib/runs/model/cost';
import type { Draft } from './draft';
import { prepareRun } from './draft-run';

/** What a run of the draft costs at most; null when it cannot run, or nothing limits its output. */
export function draftCost(draft: Draft, price: Price): Cost | null {
  const prepared = prepareRun(draft);
  return prepared.ok ? maxCost(prepared.run.request, price) : null;
}
