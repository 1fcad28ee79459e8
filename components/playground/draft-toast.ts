import { toast } from '@/components/ui/toast';
import { replacedDrafts } from '@/lib/playground/client/draft-store';

/**
 * Says what happened to the draft, with an Undo. Both are on the playground only: elsewhere nobody could see what the
 * Undo does. Once another draft has come it does nothing, since it would give that one's text or settings away.
 * @param id the newest with this one replaces those before; null: each stands by itself
 */
export function draftToast(
  message: string,
  undo: () => void,
  id: 'draft' | 'settings' | null = 'draft',
): void {
  const count = replacedDrafts();
  const onClick = () => {
    if (replacedDrafts() === count) undo();
    else toast("Can't undo: the prompt and settings were replaced.");
  };
  toast(message, { id: id ?? undefined, of: 'page', path: '/', action: { label: 'Undo', onClick } });
}
