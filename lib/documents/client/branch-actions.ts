import {
  type Branch,
  type Branches,
  type BranchStep,
  branchBeside,
  branchesOf,
  withBranchedOff,
} from '@/lib/documents/model/branches';
import type { DocumentText } from '@/lib/documents/model/document-text';
import { type DocumentTree, lineOf, textAt } from '@/lib/documents/model/document-tree';
import type { DocumentSession } from './document-session';

/** What strip and map do. */

/** Shows the branch's text. While a generation brings text it has to be stopped first: returns false then. */
export function goToBranch(session: DocumentSession, branch: Branch): boolean {
  if (session.view().generating !== null) return false;
  session.goTo(branch.lastId);
  return true;
}

/**
 * Goes one step from where the text is. Returns the branch and all branches as they are then; null: there is no such
 * branch, or a generation brings text.
 */
export function walkBranches(session: DocumentSession, step: BranchStep): Walked | null {
  if (session.view().generating !== null) return null;
  session.seal();
  const { tree, head } = session.view();
  const branches = branchesOf(tree, head);
  // Redo follows the branch that was left last; so does this.
  const target = branchBeside(branches, step, step === 'child' ? (session.redoMove()?.to ?? null) : null);
  if (!target || !goToBranch(session, target)) return null;
  const view = session.view();
  const after = branchesOf(view.tree, view.head);
  return { branch: after.current ?? target, branches: after };
}

export interface Walked {
  readonly branch: Branch;
  readonly branches: Branches;
}

/**
 * Hides a branch with all that the map draws below it. Where the text is in it, the text of its parent is shown first.
 * Null: a generation in it brings text.
 * @param branches as the map has them
 * @returns takes it back
 */
export function pruneBranch(
  session: DocumentSession,
  branch: Branch,
  branches: Branches,
): (() => void) | null {
  // What was typed last is gone back to, too.
  session.seal();
  const { tree, head, generating } = session.view();
  const ids = withBranchedOff(branches, branch).filter((id) => tree.nodes.get(id)?.pruned === false);
  const line = lineOf(tree, head);
  const isInside = ids.some((id) => line.includes(id));
  if (isInside && generating !== null) return null;
  // They are beside each other.
  if (isInside) session.goTo(tree.nodes.get(branch.id)?.parentId ?? null);
  for (const id of ids) session.edit(id, { pruned: true });
  const after = session.view().head;
  return () => {
    for (const id of ids) session.edit(id, { pruned: false });
    // Unless they have gone elsewhere since.
    if (isInside && session.view().head === after && session.view().typed.length === 0) session.goTo(head);
  };
}

/** Shows a hidden branch again, with what was hidden together with it. */
export function unpruneBranch(session: DocumentSession, branch: Branch, branches: Branches): void {
  const { tree } = session.view();
  for (const id of withBranchedOff(branches, branch)) {
    if (tree.nodes.get(id)?.pruned) session.edit(id, { pruned: false });
  }
}

export function branchText({ tree }: { readonly tree: DocumentTree }, { lastId }: Branch): DocumentText {
  return textAt(tree, lastId);
}
