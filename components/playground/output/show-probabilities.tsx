'use client';

import { useLayoutEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { usePress } from '@/components/ui/use-press';
import { isSent, sendParameter } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useRunActions } from '../toolbar/run-actions';

export const RUN_WITH_PROBABILITIES = 'Run with probabilities';

/** Makes the next run request probabilities. */
export function requestProbabilities(): void {
  sendParameter('logprobs', true);
}

/**
 * Stands where the token colors would be, for an output that came without probabilities: the first press makes the
 * next run request them, the second runs.
 * @param focusNext called when it goes while it has the focus, as with the run that it starts
 */
export function ShowProbabilities({ focusNext }: { focusNext: () => void }) {
  const requested = useDraft(({ settings }) => isSent(settings, 'logprobs'));
  const { run } = useRunActions();
  const press = usePress(requested ? 'run' : 'request', (meaning) =>
    meaning === 'run' ? run() : requestProbabilities(),
  );
  const button = useRef<HTMLButtonElement>(null);
  // A layout effect: its cleanup runs while the button is still on the page.
  useLayoutEffect(() => {
    const element = button.current;
    return () => {
      if (document.activeElement === element) focusNext();
    };
  }, [focusNext]);
  return (
    <Button ref={button} size="sm" variant={requested ? 'secondary' : 'ghost'} {...press}>
      {requested ? RUN_WITH_PROBABILITIES : 'Show probabilities'}
    </Button>
  );
}
