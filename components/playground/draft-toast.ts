import { toast } from '@/components/ui/toast';

/**
 * Says what happened to the draft, with an Undo. Both go when the playground is left: elsewhere nobody could see what
 * the Undo does.
 * @param id `settings` for what leaves the prompt alone
 */
export function draftToast(message: string, undo: () => void, id: 'draft' | 'settings' = 'draft'): void {
  toast(message, { id, of: 'page', action: { label: 'Undo', onClick: undo } });
}
