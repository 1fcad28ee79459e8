'use client';

import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useTokenColours } from '@/lib/runs/client/token-colours';

type Tap = { readonly x: number; readonly y: number } | null;

/**
 * Loads the probabilities when the reader points at or focuses a text, or at once when token colours are on.
 * Null until then.
 */
export function useTokensWhenLookedAt(
  texts: RefObject<HTMLElement | null>,
  hasTokens: boolean,
): { readonly tapped: Tap; readonly onFail: () => void } | null {
  const [tapped, setTapped] = useState<Tap | undefined>(undefined);
  const readTokens = useCallback((tap: Tap) => setTapped((known) => (known === undefined ? tap : known)), []);
  const onFail = useCallback(() => setTapped(undefined), []);
  const coloured = useTokenColours('off') !== 'off';
  useEffect(() => {
    if (hasTokens && coloured) readTokens(null);
  }, [hasTokens, coloured, readTokens]);
  useEffect(
    () => (hasTokens ? whenLookedAt(texts.current, readTokens) : undefined),
    [texts, hasTokens, readTokens],
  );
  return tapped === undefined ? null : { tapped, onFail };
}

/** Calls once when a pointer or the focus comes to an output, with the point of a tap. */
function whenLookedAt(texts: HTMLElement | null, look: (tap: Tap) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const isOutput = ({ target }: Event) =>
    target instanceof Element && target.closest('[data-output]') !== null;
  texts?.addEventListener(
    'pointerover',
    (event) => isOutput(event) && event.pointerType !== 'touch' && look(null),
    {
      signal,
    },
  );
  texts?.addEventListener('focusin', (event) => isOutput(event) && look(null), { signal });
  texts?.addEventListener(
    'click',
    (event) => isOutput(event) && look({ x: event.clientX, y: event.clientY }),
    { signal },
  );
  return () => listening.abort();
}
