import { toast } from '@/components/ui/toast';
import { sendParameter } from '@/lib/playground/client/draft-settings';

/** Asks for log probabilities from the next run on, or no more. Without them there are no alternatives to choose from. */
export function askForProbabilities(isOn = true): void {
  sendParameter('logprobs', isOn);
  if (!isOn) return;
  toast('Log probabilities are on. Run again to get alternatives for each new token.', {
    id: 'settings',
    action: { label: 'Undo', onClick: () => sendParameter('logprobs', false) },
  });
}
