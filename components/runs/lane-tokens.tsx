'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { tokenAlternatives } from '@/lib/protocol/tokens/token-view';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import type { RunStore } from '@/lib/runs/client/run-store';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { createTokenIndex } from '@/lib/runs/client/token-index';
import { useRunView } from '@/lib/runs/client/use-run-view';
import type { TextView } from './text-view';
import { TokenMenu } from './token-menu';
import { createTokenPainter } from './token-paint';
import { TokenPanel } from './token-panel';
import { type LookedAt, type TokenWalk, walkTokens } from './token-walker';
import { tokenInWords } from './token-words';

export interface LaneText {
  readonly view: TextView;
  readonly scroller: HTMLElement;
  /** Its children are the blocks of the text. */
  readonly container: HTMLElement;
  /** Called after every change of the text; returns a function that ends it. */
  onChange(listener: () => void): () => void;
}

export interface LaneTokensProps {
  store: RunStore;
  index: number;
  text: LaneText;
  /** Goes on from another token. Absent: it cannot be done here. */
  onBranch?: (at: BranchAt) => void;
}

/** Probabilities over the text of a lane: its colours, the token that is being looked at, and the way to another one. */
export function LaneTokens({ store, index, text, onBranch }: LaneTokensProps) {
  const by = useTokenColours();
  const [look, setLook] = useState<LookedAt | null>(null);
  const [picked, setPicked] = useState<LookedAt | null>(null);
  const walk = useRef<TokenWalk | null>(null);
  const over = useRunView(store, (view) => view?.phase === 'ended' && view.runId !== null);
  const canBranch = over && onBranch !== undefined;
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

  useEffect(() => {
    const onPick = (at: LookedAt) => {
      const token = store.state.choices[index]?.tokens?.[at.token];
      if (!canBranch || !token || tokenAlternatives(token).entries.length === 0) return false;
      setPicked(at);
      return true;
    };
    const walking = walkTokens({
      ...text,
      index: places.index,
      sync: places.tokens,
      onLook: setLook,
      onPick,
    });
    walk.current = walking;
    return () => {
      setPicked(null);
      walking.dispose();
    };
  }, [text, places, store, index, canBranch]);

  const close = (back: boolean) => {
    setPicked(null);
    if (!back) return walk.current?.leave();
    walk.current?.release();
    text.scroller.focus({ preventScroll: true });
  };

  const tokens = store.state.choices[index]?.tokens;
  const token = look && tokens?.[look.token];
  const pickedToken = picked && tokens?.[picked.token];
  const hint = canBranch ? (look?.by === 'keyboard' ? 'Enter' : 'Press') : null;
  return (
    <>
      {look && token && !pickedToken && (
        <TokenPanel
          token={token}
          rect={look.rect}
          hint={hint ? `${hint}: continue with another token` : undefined}
        />
      )}
      {picked && pickedToken && (
        <TokenMenu
          token={pickedToken}
          rect={picked.rect}
          onClose={close}
          onPick={(chosen) => {
            close(false);
            onBranch?.({ choiceIndex: index, tokenIndex: picked.token, text: chosen });
          }}
        />
      )}
      <div role="status" className="sr-only">
        {look?.by === 'keyboard' && token ? tokenInWords(token) : ''}
      </div>
    </>
  );
}
