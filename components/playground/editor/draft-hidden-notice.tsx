'use client';

import { withValue } from '@/lib/playground/client/draft-settings';
import { changeSettings, getDraft, setPrompt, useDraft } from '@/lib/playground/client/draft-store';
import { HiddenNotice, hiddenSummary, lineEndSummary } from './hidden-notice';

/** The notice for one of the draft's prompts. */
export function HiddenInPrompt({ index }: { index: number }) {
  const hidden = useDraft((draft) => hiddenSummary(draft.prompts[index] ?? ''));
  const lines = useDraft((draft) => lineEndSummary(draft.prompts[index] ?? ''));
  return (
    <HiddenNotice
      hidden={hidden}
      lines={lines}
      read={() => getDraft().prompts[index] ?? ''}
      write={(text) => setPrompt(index, text)}
    />
  );
}

/** The notice for the draft's suffix. */
export function HiddenInSuffix() {
  const hidden = useDraft((draft) => hiddenSummary(draft.settings.values.suffix ?? ''));
  const lines = useDraft((draft) => lineEndSummary(draft.settings.values.suffix ?? ''));
  return (
    <HiddenNotice
      hidden={hidden}
      lines={lines}
      read={() => getDraft().settings.values.suffix ?? ''}
      write={(text) => changeSettings((settings) => withValue(settings, 'suffix', text))}
    />
  );
}
