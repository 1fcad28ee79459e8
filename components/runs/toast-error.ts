import { toast } from '@/components/ui/toast';
import { messageOf } from '@/lib/platform/client/http/api-error';

/** Says why something could not be done. */
export function toastError(error: unknown): void {
  toast(messageOf(error), { tone: 'bad' });
}
