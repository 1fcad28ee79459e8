'use client';

import { useLayoutEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { isSent, sendParameter } from '@/lib/playground/client/draft-settings';
import { getDraft } from '@/lib/playground/client/draft-store';
import { draftToast } from '../draft-toast';
import { useRunActions } from '../toolbar/run-actions';

export const RUN_WITH_PROBABILITIES = 'Run with probabilities';

/** Returns what runs the draft with log probabilities, from then on, and says that they stay on. */
export function useRunWithProbabilities(): () => unknown {
  const { run } = useRunActions();
  return () => {
    const wasOn = isSent(getDraft().settings, 'logprobs');
    sendParameter('logprobs', true);
    run();
    if (!wasOn)
      draftToast('Log probabilities turned on.', () => sendParameter('logprobs', false), 'settings');
  };
}

/**
 * Stands where the token colors would be, for an output that came without probabilities.
 * @param focusNext called when it goes while it has the focus, as with the run that it starts
 */
export function ShowProbabilities({ focusNext }: { focusNext: () => void }) {
  const press = usePress('run', useRunWithProbabilities());
  const button = useRef<HTMLButtonElement>(null);
  // A layout effect: its cleanup runs while the button is still on the page.
  useLayoutEffect(() => {
    const element = button.current;
    return () => {
      if (document.activeElement === element) focusNext();
    };
  }, [focusNext]);
  return (
    <Tooltip content="Turns on log probabilities and runs again, to show each token's probability and alternatives">
      <Button ref={button} size="sm" variant="ghost" {...press}>
        {RUN_WITH_PROBABILITIES}
      </Button>
    </Tooltip>
  );
}
