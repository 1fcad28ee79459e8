'use client';

import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { createEarlyTap, type EarlyTap } from './early-tap';

/**
 * Loads the probabilities when the reader points at or focuses a text, or at once when token colours are on.
 * Null until then.
 */
export function useTokensWhenLookedAt(
  texts: RefObject<HTMLElement | null>,
  hasTokens: boolean,
): { readonly tapped: EarlyTap; readonly onFail: () => void } | null {
  const [isWanted, setWanted] = useState(false);
  const [tapped] = useState(createEarlyTap);
  const onFail = useCallback(() => setWanted(false), []);
  const coloured = useTokenColours('off') !== 'off';
  useEffect(() => {
    if (hasTokens && coloured) setWanted(true);
  }, [hasTokens, coloured]);
  useEffect(
    () => (hasTokens ? whenLookedAt(texts.current, tapped, () => setWanted(true)) : undefined),
    [texts, hasTokens, tapped],
  );
  return isWanted ? { tapped, onFail } : null;
}

/** Calls when a pointer or the focus comes to an output. A tap brings the focus before its click says where it was. */
function whenLookedAt(texts: HTMLElement | null, tapped: EarlyTap, look: () => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const outputOf = ({ target }: Event) =>
    target instanceof Element ? target.closest('[data-output]') : null;
  texts?.addEventListener(
    'pointerover',
    (event) => outputOf(event) && event.pointerType !== 'touch' && look(),
    { signal },
  );
  texts?.addEventListener('focusin', (event) => outputOf(event) && look(), { signal });
  texts?.addEventListener(
    'click',
    (event) => {
      const output = outputOf(event);
      if (!output) return;
      tapped.note(output, event);
      look();
    },
    { signal },
  );
  return () => listening.abort();
}
