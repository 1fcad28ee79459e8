'use client';

import { useEffect, useMemo, useState } from 'react';
import { createTokenPainter } from '@/components/runs/token-paint';
import { TokenPanel } from '@/components/runs/token-panel';
import { type LookedAt, walkTokens } from '@/components/runs/token-walker';
import { tokenInWords } from '@/components/runs/token-words';
import type { Token } from '@/lib/protocol/run/run-events';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { createTokenIndex } from '@/lib/runs/client/token-index';
import type { ShownText } from '../shown-text';

export interface OutputTokensProps {
  text: ShownText;
  tokens: readonly Token[];
  tapped: { readonly x: number; readonly y: number } | null;
}

/** The probabilities of one output: its colours, and the token that is being looked at. */
export function OutputTokens({ text, tokens, tapped }: OutputTokensProps) {
  const by = useTokenColours();
  const [look, setLook] = useState<LookedAt | null>(null);
  const index = useMemo(() => {
    const made = createTokenIndex();
    made.sync(text.full, tokens);
    return made;
  }, [text, tokens]);
  const { view, container, section } = text;

  useEffect(() => {
    if (by === 'off') return;
    const painter = createTokenPainter({
      view,
      container,
      scroller: section,
      index,
      tokens: () => tokens,
      by,
    });
    const forget = text.onChange(painter.grew);
    return () => {
      forget();
      painter.dispose();
    };
  }, [by, text, view, container, section, index, tokens]);

  useEffect(() => {
    const walk = walkTokens({
      view,
      index,
      container,
      scroller: section,
      sync: () => undefined,
      onLook: setLook,
      // There is no run to go on from.
      onPick: () => false,
    });
    if (tapped && container.contains(document.elementFromPoint(tapped.x, tapped.y))) {
      container.dispatchEvent(new MouseEvent('click', { clientX: tapped.x, clientY: tapped.y }));
    }
    return walk.dispose;
  }, [view, index, container, section, tapped]);

  const token = look && tokens[look.token];
  return (
    <>
      {look && token && <TokenPanel token={token} rect={look.rect} />}
      <div role="status" className="sr-only">
        {look?.by === 'keyboard' && token ? tokenInWords(token) : ''}
      </div>
    </>
  );
}
