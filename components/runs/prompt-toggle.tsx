'use client';

import { BookOpenText } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';

/** Shows each output after its prompt, or alone; for all outputs of this browser. */
export function PromptToggle() {
  const withPrompt = useWithPrompt();
  return (
    <IconButton
      size="sm"
      label="Show prompt"
      word="Prompt"
      wordFrom="640"
      pressed={withPrompt}
      onClick={() => setWithPrompt(!withPrompt)}
    >
      <BookOpenText aria-hidden="true" />
    </IconButton>
  );
}
