import type { ReactNode } from 'react';
import { branchText } from '@/lib/documents/client/branch-actions';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import { branchTitle } from '@/lib/documents/model/branch-label';
import type { Branch } from '@/lib/documents/model/branches';

/** One of two texts of a document that are compared. */
export interface ComparedText {
  readonly name: string;
  readonly text: string;
  /** The run that its branch begins with; null: a person wrote it. */
  readonly runId: string | null;
}

/** Draws how texts differ; the second is compared with the first. */
export type CompareTexts = (props: {
  readonly texts: readonly ComparedText[];
  readonly onClose: () => void;
}) => ReactNode;

/** The text as it is now, and that of another branch. */
export function comparedTexts(
  session: DocumentSession,
  current: Branch | null,
  other: Branch,
): readonly ComparedText[] {
  const view = session.view();
  return [
    {
      name: current ? branchTitle(current) : 'Empty text',
      text: view.text.text,
      runId: current?.runId ?? null,
    },
    { name: branchTitle(other), text: branchText(view, other).text, runId: other.runId },
  ];
}
