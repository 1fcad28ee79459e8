'use client';

import { branchCurrentRun } from '@/lib/playground/client/run-controller';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { offerDraftBack } from './open-run';

/** Goes on from another token of the run that is shown; the editor takes the prompt that this makes. */
export function branchHere(at: BranchAt): void {
  offerDraftBack(branchCurrentRun(at));
}
