'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import { useDraft } from '@/lib/playground/client/draft-store';

// Few drafts need them, so they are not part of the first load.
const Traps = lazy(
  async (): Promise<{ default: ComponentType<{ index: number }> }> => ({
    default: (await import('./prompt-traps').catch(() => null))?.PromptTraps ?? (() => null),
  }),
);
const StartText = lazy(
  async (): Promise<{ default: ComponentType }> => ({
    default: (await import('./start-text-note').catch(() => null))?.StartTextNote ?? (() => null),
  }),
);

/** What often spoils a completion, such as white space at the end of a prompt. */
export function PromptTraps({ index }: { index: number }) {
  const needed = useDraft(
    ({ prompts, settings: { sent } }) =>
      /\s/.test(prompts[index]?.at(-1) ?? '') || (sent.includes('echo') && sent.includes('stop')),
  );
  return (
    needed && (
      <Suspense fallback={null}>
        <Traps index={index} />
      </Suspense>
    )
  );
}

/** Says which text is sent after the prompt. */
export function StartTextNote() {
  const needed = useDraft((draft) => draft.injected.start !== '');
  return (
    needed && (
      <Suspense fallback={null}>
        <StartText />
      </Suspense>
    )
  );
}
