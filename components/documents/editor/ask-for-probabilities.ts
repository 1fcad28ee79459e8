import { toast } from '@/components/ui/toast';
import { sendParameter } from '@/lib/playground/client/draft-settings';

/** Asks for log probabilities from the next run on, or no more. Without them there are no alternatives to choose from. */
export function askForProbabilities(isOn = true): void {
  sendParameter('logprobs', isOn);
  if (!isOn) return;
  toast('Log probabilities are on. Run again: each token of the new text has alternatives.', {
    id: 'settings',
    action: { label: 'Undo', onClick: () => sendParameter('logprobs', false) },
  });
}
