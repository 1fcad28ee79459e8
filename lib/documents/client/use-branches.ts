'use client';

import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type Branches, type BranchOptions, branchesOf } from '@/lib/documents/model/branches';
import type { DocumentSession } from './document-session';

/** The branches of a document; new ones whenever a step is added or another one is shown, not with every key. */
export function useBranches(
  session: DocumentSession,
  { showPruned = false, showShort = false }: BranchOptions = {},
): Branches {
  const tree = useStore(session.views, (view) => view.tree);
  const head = useStore(session.views, (view) => view.head);
  return useMemo(
    () => branchesOf(tree, head, { showPruned, showShort }),
    [tree, head, showPruned, showShort],
  );
}
