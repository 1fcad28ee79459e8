'use client';

import { useEffect, useState } from 'react';
import type { DrawnText } from '@/components/runs/paint-visible';
import { TextTokens } from '@/components/runs/text-tokens';
import type { TokenSource } from '@/components/runs/token-paint';
import { fixedTokenIndex } from '@/lib/links/client/reader/fixed-token-index';
import { piecesOfBranch } from '@/lib/links/model/shared-document-text';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import type { EarlyTap } from '../tokens/early-tap';
import { useShared } from '../use-shared';
import { viewOfMarkup } from './view-of-markup';

export interface DocumentTokensProps {
  slug: string;
  branch: number;
  /** From before this was loaded; answered now. */
  tapped: EarlyTap;
  onFail: () => void;
}

interface Shown {
  readonly text: DrawnText;
  readonly source: TokenSource;
}

/** Probabilities over the text of a shared document. */
export function DocumentTokens({ slug, branch, tapped, onFail }: DocumentTokensProps) {
  const shared = useShared(slug, onFail);
  const [shown, setShown] = useState<Shown | null>(null);
  const colours = useTokenColours('off');
  useEffect(() => {
    const container = document.getElementById('text');
    const scroller = container?.closest<HTMLElement>('[data-output]');
    if (shared?.kind !== 'document' || !container || !scroller) return;
    const { tokens, index } = fixedTokenIndex(
      piecesOfBranch(shared, branch),
      // As it is drawn: a page has its own line ends.
      container.textContent ?? '',
    );
    setShown({
      text: { view: viewOfMarkup(container), scroller, container, onChange: () => () => undefined },
      source: { index, tokens: () => tokens },
    });
  }, [shared, branch]);
  // Effects of children run first, so the tokens listen by now.
  useEffect(() => {
    if (shown) tapped.answer(shown.text.scroller, shown.text.container);
  }, [shown, tapped]);
  return shown && <TextTokens text={shown.text} source={shown.source} colours={colours} />;
}
