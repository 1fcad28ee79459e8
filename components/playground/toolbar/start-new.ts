import { draftHasText } from '@/lib/playground/client/draft';
import { replaceDraft } from '@/lib/playground/client/draft-store';
import { startNewDraft } from '@/lib/playground/client/opened-run';
import { closeRun } from '@/lib/playground/client/run-controller';
import { focusField } from '@/lib/runs/client/parameter-errors';
import { draftToast } from '../draft-toast';

/** Clears the editor and the output; the settings stay. */
export function startNew(): void {
  const before = startNewDraft();
  closeRun();
  focusField('prompt');
  if (!draftHasText(before)) return;
  draftToast('Started a new prompt.', () => replaceDraft(before));
}
