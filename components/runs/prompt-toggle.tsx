'use client';

import { BookOpenText } from 'lucide-react';
import { IconButton, type WordFrom } from '@/components/ui/icon-button';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';

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
