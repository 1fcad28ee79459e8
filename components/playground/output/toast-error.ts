import { toast } from '@/components/ui/toast';
import { messageOf } from '@/lib/platform/client/http/api-error';

export function toastError(error: unknown): void {
  toast(messageOf(error), { tone: 'bad' });
}
