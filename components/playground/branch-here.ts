'use client';

import { branchCurrentRun } from '@/lib/playground/client/run-controller';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { offerDraftBack } from './open-run';

/** Branches from another token of the shown run; the editor gets the resulting prompt. */
export function branchHere(at: BranchAt): void {
  offerDraftBack(branchCurrentRun(at));
}
