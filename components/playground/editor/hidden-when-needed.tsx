'use client';

import { lazy, Suspense } from 'react';
import { useDraft } from '@/lib/client/draft/draft-store';
import { mayHide } from '@/lib/completions/tokens/may-hide';

// Few texts have any: the code that names them is no part of the first load.
const load = () => import('./draft-hidden-notice');
const OfPrompt = lazy(async () => ({ default: (await load()).HiddenInPrompt }));
const OfSuffix = lazy(async () => ({ default: (await load()).HiddenInSuffix }));

/** What nobody sees in one of the draft's prompts. */
export function HiddenInPrompt({ index }: { index: number }) {
  const needed = useDraft((draft) => mayHide(draft.prompts[index] ?? ''));
  return needed && <Suspense fallback={null}>{<OfPrompt index={index} />}</Suspense>;
}

/** And in its text after the gap. */
export function HiddenInSuffix() {
  const needed = useDraft((draft) => mayHide(draft.settings.values.suffix ?? ''));
  return needed && <Suspense fallback={null}>{<OfSuffix />}</Suspense>;
}
