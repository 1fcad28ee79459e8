import { draftHasText } from '@/lib/playground/client/draft';
import { replaceDraft } from '@/lib/playground/client/draft-store';
import { startNewDraft } from '@/lib/playground/client/opened-run';
import { closeRun } from '@/lib/playground/client/run-controller';
import { getRunTarget } from '@/lib/playground/client/run-target';
import { focusField } from '@/lib/runs/client/parameter-errors';
import { draftToast } from '../draft-toast';

/** Clears the editor and the output, or shows an empty document; the settings stay. */
export function startNew(): void {
  const text = getRunTarget();
  if (text) {
    text.startNew();
    return;
  }
  const before = startNewDraft();
  closeRun();
  focusField('prompt');
  if (!draftHasText(before)) return;
  draftToast('Started a new prompt.', () => replaceDraft(before), 'draft', { replaces: true });
}
