import { toast } from '@/components/ui/toast';
import { sendParameter } from '@/lib/playground/client/draft-settings';

/** Asks for log probabilities from the next run on, and says so. */
export function askForProbabilities(): void {
  sendParameter('logprobs', true);
  toast('Log probabilities are on from the next run.', {
    id: 'settings',
    action: { label: 'Undo', onClick: () => sendParameter('logprobs', false) },
  });
}
