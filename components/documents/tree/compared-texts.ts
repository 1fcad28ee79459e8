import type { TextDiffDialogProps } from '@/components/texts/text-diff-dialog';
import { branchText } from '@/lib/documents/client/branch-actions';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import { branchTitle } from '@/lib/documents/model/branch-label';
import type { Branch } from '@/lib/documents/model/branches';

/** The text as it is now, and that of another branch. */
export function comparedTexts(
  session: DocumentSession,
  current: Branch | null,
  other: Branch,
): Pick<TextDiffDialogProps, 'reference' | 'other'> {
  const view = session.view();
  return {
    reference: {
      name: current ? branchTitle(current) : 'Empty text',
      text: view.text.text,
      runId: current?.runId ?? null,
    },
    other: { name: branchTitle(other), text: branchText(view, other).text, runId: other.runId },
  };
}
