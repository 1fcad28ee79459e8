'use client';

import type { BranchAt } from '@/lib/client/runs/branch-run';
import { branchCurrentRun } from '@/lib/client/runs/run-controller';
import { offerDraftBack } from './open-run';

/** Goes on from another token of the run that is shown; the editor takes the prompt that this makes. */
export function branchHere(at: BranchAt): void {
  offerDraftBack(branchCurrentRun(at));
}
