'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Token } from '@/lib/protocol/run/run-events';
import type { TokenColours } from '@/lib/runs/client/token-colours';
import { noteTokenLookedAt } from '@/lib/runs/client/token-looked-at';
import type { WhatIfStore } from '@/lib/runs/client/what-if';
import type { DrawnText } from './paint-visible';
import { tokenLabel } from './token-labels';
import { paintTokens, type TokenSource } from './token-paint';
import { TokenPanel } from './token-panel';
import { type LookedAt, type TokenWalk, walkTokens } from './token-walker';
import { type OpenWhatIf, useWhatIfText } from './what-if/use-what-if-text';

/** Draws the menu of a pressed token. `back`: return the focus to the text. */
export type TokenMenuOf = (
  at: LookedAt,
  token: Token,
  close: (back: boolean) => void,
  whatIf: OpenWhatIf | null,
) => ReactNode;

export interface TextTokensProps {
  text: DrawnText;
  source: TokenSource;
  colours: TokenColours;
  /** Absent: tokens can only be looked at. */
  menu?: TokenMenuOf;
  /** Other settings for the same tokens. Absent: not possible here. */
  whatIf?: WhatIfStore | undefined;
}

/** Probabilities over a text: token colours, and the token that is being looked at. */
export function TextTokens({ text, source, colours: by, menu, whatIf: store }: TextTokensProps) {
  const [look, setLook] = useState<LookedAt | null>(null);
  const [picked, setPicked] = useState<LookedAt | null>(null);
  const walk = useRef<TokenWalk | null>(null);
  const canPick = menu !== undefined;

  const whatIf = useWhatIfText(store, text, source, walk);
  // Two marks over each other could not be told apart.
  const painted = whatIf ? 'off' : by;

  useEffect(
    () => (painted === 'off' ? undefined : paintTokens(text, source, painted)),
    [text, source, painted],
  );

  useEffect(() => {
    const onPick = (at: LookedAt) => {
      const token = source.tokens()[at.token];
      if (!canPick || !token) return false;
      setPicked(at);
      return true;
    };
    const walking = walkTokens({
      ...text,
      index: source.index,
      sync: source.tokens,
      onLook: (at) => {
        setLook(at);
        if (at) noteTokenLookedAt();
      },
      onPick,
    });
    walk.current = walking;
    return () => {
      setPicked(null);
      walking.dispose();
    };
  }, [text, source, canPick]);

  const close = (back: boolean) => {
    setPicked(null);
    if (!back) return walk.current?.leave();
    walk.current?.release();
    text.scroller.focus({ preventScroll: true });
  };

  const token = look && source.tokens()[look.token];
  const pickedToken = picked && source.tokens()[picked.token];
  const key = look?.by === 'keyboard' ? 'Press Enter' : 'Click';
  return (
    <>
      {look && token && !pickedToken && (
        <TokenPanel
          token={token}
          rect={look.rect}
          whatIf={whatIf}
          withBits={by === 'surprisal'}
          hint={canPick ? `${key} to continue with another token` : undefined}
        />
      )}
      {picked && pickedToken && menu?.(picked, pickedToken, close, whatIf)}
      <div role="status" className="sr-only">
        {look?.by === 'keyboard' && token ? tokenLabel(token, by === 'surprisal', whatIf) : ''}
      </div>
    </>
  );
}
