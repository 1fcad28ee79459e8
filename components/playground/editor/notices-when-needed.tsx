'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import { useDraft } from '@/lib/playground/client/draft-store';

// Few drafts need them, so they are not part of the first load.
const Whitespace = lazy(
  async (): Promise<{ default: ComponentType<{ index: number }> }> => ({
    default: (await import('./whitespace-notice').catch(() => null))?.WhitespaceNotice ?? (() => null),
  }),
);
const StartText = lazy(
  async (): Promise<{ default: ComponentType }> => ({
    default: (await import('./start-text-note').catch(() => null))?.StartTextNote ?? (() => null),
  }),
);

/** Says that a prompt ends with white space. */
export function WhitespaceNotice({ index }: { index: number }) {
  const needed = useDraft((draft) => /[ \t\u00a0\u3000]/.test(draft.prompts[index]?.at(-1) ?? ''));
  return (
    needed && (
      <Suspense fallback={null}>
        <Whitespace index={index} />
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
