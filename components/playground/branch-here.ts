'use client';

import { startBranch } from '@/lib/playground/client/run-controller';
import { type BranchAt, branchRun } from '@/lib/runs/client/branch-run';
import type { RunStore } from '@/lib/runs/client/run-store';
import { offerDraftBack } from './open-run';

/** Branches from another token of the shown run; the editor gets the resulting prompt. */
export function branchHere(store: RunStore, at: BranchAt): void {
  const run = branchRun(store, at);
  if (run) offerDraftBack(startBranch(store, run), 'the branch');
}
