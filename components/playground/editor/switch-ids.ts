import { toast } from '@/components/ui/toast';
import { replaceDraft } from '@/lib/playground/client/draft-store';
import { switchPromptIds } from '@/lib/playground/client/prompt-ids';
import { draftToast } from '../draft-toast';

/** Switches the prompt between text and token IDs, and says what became of what was written. */
export async function switchIds(): Promise<void> {
  const switched = await switchPromptIds();
  if (switched === null) return toast("The prompt has changed, so it wasn't converted.");
  const { before, converted } = switched;
  if (before.prompts.every((text) => text.trim() === '')) return;
  const toIds = !before.asIds;
  if (!converted) {
    return toast(
      toIds
        ? "The server can't convert text to token IDs. To type them, empty the prompt first."
        : "The server can't convert token IDs to text. To write text, empty the prompt first.",
      { id: 'draft' },
    );
  }
  draftToast(toIds ? 'The prompt is now token IDs.' : 'The prompt is now text.', () => replaceDraft(before));
}
