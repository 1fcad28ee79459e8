import { draftHasText } from '@/lib/playground/client/draft';
import { replaceDraft } from '@/lib/playground/client/draft-store';
import { droppedFields, startNewDraft } from '@/lib/playground/client/opened-run';
import { closeRun } from '@/lib/playground/client/run-controller';
import { getRunTarget } from '@/lib/playground/client/run-target';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { focusField } from '@/lib/runs/client/parameter-errors';
import { draftToast } from '../draft-toast';

/** What `startNew` starts. */
export function newLabel(inDocument: boolean): string {
  return inDocument ? 'New document' : 'New prompt';
}

/** Clears the editor and the output, or shows an empty document; model and parameters stay, and the toast says so. */
export function startNew(): void {
  const text = getRunTarget();
  if (text) {
    text.startNew();
    return;
  }
  const before = startNewDraft();
  closeRun();
  focusField('prompt');
  const dropped = before.settings.sent.includes('extra_body') ? droppedFields(before) : [];
  if (dropped.length === 0 && !draftHasText(before)) return;
  const rest = dropped.length === 0 ? 'Settings kept.' : `Removed fields: ${fieldNames(dropped)}.`;
  const message = `Started a new prompt. ${rest}`;
  draftToast(message, () => replaceDraft(before), 'draft', { replaces: true });
}

const NAMED = 3;

function fieldNames(names: readonly string[]): string {
  const named = names.slice(0, NAMED).map((name) => visibleInline(name).slice(0, 30));
  return names.length > NAMED ? `${named.join(', ')} and ${names.length - NAMED} more` : named.join(', ');
}
