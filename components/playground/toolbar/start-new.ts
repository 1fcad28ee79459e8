import { toast } from '@/components/ui/toast';
import { draftHasText } from '@/lib/playground/client/draft';
import { replaceDraft } from '@/lib/playground/client/draft-store';
import { startNewDraft } from '@/lib/playground/client/opened-run';
import { closeRun } from '@/lib/playground/client/run-controller';
import { focusField } from '@/lib/runs/client/parameter-errors';

/** Clears the editor and the output; the settings stay. */
export function startNew(): void {
  const before = startNewDraft();
  closeRun();
  focusField('prompt');
  if (!draftHasText(before)) return;
  toast('Started a new prompt.', {
    id: 'draft',
    action: { label: 'Undo', onClick: () => replaceDraft(before) },
  });
}
