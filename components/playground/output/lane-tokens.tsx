'use client';

import { useEffect, useMemo, useState } from 'react';
import type { RunStore } from '@/lib/client/runs/run-store';
import { useTokenColours } from '@/lib/client/runs/token-colours';
import { createTokenIndex } from '@/lib/client/runs/token-index';
import type { LaneText } from './lane';
import { createTokenPainter } from './token-paint';
import { TokenPanel } from './token-panel';
import { type LookedAt, walkTokens } from './token-walker';
import { tokenInWords } from './token-words';

export interface LaneTokensProps {
  store: RunStore;
  index: number;
  text: LaneText;
}

/** Probabilities over the text of a lane: its colours, and the token that is being looked at. */
export function LaneTokens({ store, index, text }: LaneTokensProps) {
  const by = useTokenColours();
  const [look, setLook] = useState<LookedAt | null>(null);
  const places = useMemo(() => {
    const tokenIndex = createTokenIndex();
    const tokens = () => {
      const choice = store.state.choices[index];
      tokenIndex.sync(choice?.text ?? '', choice?.tokens ?? null);
      return choice?.tokens ?? [];
    };
    return { index: tokenIndex, tokens };
  }, [store, index]);

  useEffect(() => {
    if (by === 'off') return;
    const painter = createTokenPainter({ ...text, ...places, by });
    const forget = text.onChange(painter.grew);
    return () => {
      forget();
      painter.dispose();
    };
  }, [text, places, by]);

  useEffect(
    () => walkTokens({ ...text, index: places.index, sync: places.tokens, onLook: setLook }),
    [text, places],
  );

  const token = look && store.state.choices[index]?.tokens?.[look.token];
  return (
    <>
      {look && token && <TokenPanel token={token} rect={look.rect} />}
      <div role="status" className="sr-only">
        {look?.by === 'keyboard' && token ? tokenInWords(token) : ''}
      </div>
    </>
  );
}
