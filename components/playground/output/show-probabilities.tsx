'use client';

import { Button } from '@/components/ui/button';
import { usePress } from '@/components/ui/use-press';
import { isSent, sendParameter } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useRunActions } from '../toolbar/run-actions';

/** The next run asks for probabilities; then the same press runs it. */
export function useProbabilities() {
  const asked = useDraft(({ settings }) => isSent(settings, 'logprobs'));
  const { run } = useRunActions();
  return {
    asked,
    label: asked ? 'Run with probabilities' : 'Show probabilities',
    act: (asks: boolean) => (asks ? run() : sendParameter('logprobs', true)),
  };
}

/** Stands where the token colors would be, for an output that came without probabilities. */
export function ShowProbabilities() {
  const { asked, label, act } = useProbabilities();
  const press = usePress(asked ? 'run' : 'ask', (meaning) => act(meaning === 'run'));
  return (
    <Button size="sm" variant={asked ? 'secondary' : 'ghost'} {...press}>
      {label}
    </Button>
  );
}
