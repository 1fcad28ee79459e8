'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import { useDraft } from '@/lib/playground/client/draft-store';
import { mayHide } from '@/lib/protocol/tokens/may-hide';

// Few texts have any, so the code that names them is not part of the first load.
const load = () => import('./draft-hidden-notice').catch(() => null);
const OfPrompt = lazy(
  async (): Promise<{ default: ComponentType<{ index: number }> }> => ({
    default: (await load())?.HiddenInPrompt ?? (() => null),
  }),
);
const OfSuffix = lazy(
  async (): Promise<{ default: ComponentType }> => ({
    default: (await load())?.HiddenInSuffix ?? (() => null),
  }),
);

/** The hidden characters of one of the draft's prompts. */
export function HiddenInPrompt({ index }: { index: number }) {
  const needed = useDraft((draft) => mayHide(draft.prompts[index] ?? ''));
  return needed && <Suspense fallback={null}>{<OfPrompt index={index} />}</Suspense>;
}

/** The hidden characters of the draft's suffix. */
export function HiddenInSuffix() {
  const needed = useDraft((draft) => mayHide(draft.settings.values.suffix ?? ''));
  return needed && <Suspense fallback={null}>{<OfSuffix />}</Suspense>;
}
