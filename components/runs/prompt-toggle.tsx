'use client';

import { BookOpenText } from 'lucide-react';
import { IconButton, type WordFrom } from '@/components/ui/icon-button';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';
import { hasPromptAround } from '@/lib/runs/client/prompt-around';
import type { RunStore } from '@/lib/runs/client/run-store';

/** Shows each output after its prompt, or alone; for all outputs of this browser. */
export function PromptToggle({ wordFrom = '640' }: { wordFrom?: WordFrom }) {
  const withPrompt = useWithPrompt();
  return (
    <IconButton
      size="sm"
      label="Show prompt"
      word="Show prompt"
      wordFrom={wordFrom}
      pressed={withPrompt}
      onClick={() => setWithPrompt(!withPrompt)}
    >
      <BookOpenText aria-hidden="true" />
    </IconButton>
  );
}

/** The same in words, over the output of a run whose prompt is somewhere else on the page; absent where there is none. */
export function PromptToggleOfRun({ store }: { store: RunStore | null }) {
  const request = store?.view().startRequest.request;
  return request && hasPromptAround(request) ? <PromptToggle wordFrom="always" /> : null;
}
