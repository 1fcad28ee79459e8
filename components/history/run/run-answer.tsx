'use client';

import { AnswerDetails } from '@/components/runs/answer-details';
import { hasAnswerDetails } from '@/lib/runs/client/has-answer-details';
import type { RunStore } from '@/lib/runs/client/run-store';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { RunSection } from './run-section';

/** What the server told besides the text, once the run has ended. */
export function RunAnswer({ store }: { store: RunStore }) {
  const ended = useRunView(store, (view) => view?.phase === 'ended');
  if (!ended || !hasAnswerDetails(store.state)) return null;
  return (
    <RunSection title="Response">
      <AnswerDetails state={store.state} startRequest={store.view().startRequest} />
    </RunSection>
  );
}
