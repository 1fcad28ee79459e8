import { toast } from '@/components/ui/toast';
import { noteModelUsed } from '@/lib/connections/client/recent-models';
import { getDraft } from '@/lib/playground/client/draft-store';
import { noteDraftSaved } from '@/lib/playground/client/opened-run';
import { scoreDraft } from '@/lib/playground/client/score-draft';
import { focusField, showParameterError } from '@/lib/runs/client/parameter-errors';

/** Scores the draft's text, or says what prevents it where that can be mended. */
export function scoreNow(connections: readonly { readonly id: string; readonly name: string }[]): void {
  const { connectionId, model } = getDraft();
  const issue = scoreDraft(connections.find(({ id }) => id === connectionId)?.name ?? null);
  if (issue === null) {
    if (connectionId !== null) noteModelUsed(connectionId, model);
    noteDraftSaved();
    return;
  }
  if (issue.field === 'model') {
    showParameterError('model', issue.message);
    return;
  }
  toast(issue.message);
  if (issue.field === 'connection') document.getElementById('connection-picker')?.focus();
  else focusField(issue.field);
}
