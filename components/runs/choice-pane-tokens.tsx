'use client';

import { useMemo } from 'react';
import { type BranchAt, textBefore } from '@/lib/runs/client/branch-run';
import type { RunStore } from '@/lib/runs/client/run-store';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { createTokenIndex } from '@/lib/runs/client/token-index';
import { useRunView } from '@/lib/runs/client/use-run-view';
import type { DrawnText } from './paint-visible';
import { TextTokens, type TokenMenuOf } from './text-tokens';
import { TokenMenu } from './token-menu';
import type { TokenSource } from './token-paint';

export interface ChoicePaneTokensProps {
  store: RunStore;
  index: number;
  text: DrawnText;
  /** The text has other marks as well: then tokens are coloured only for those who chose it. */
  isMarked: boolean;
  /** Branches from another token. Absent: not possible here. */
  onBranch?: (at: BranchAt) => void;
}

/** Probabilities over the text of a run; once it has ended, another token can be picked to branch from. */
export function ChoicePaneTokens({ store, index, text, isMarked, onBranch }: ChoicePaneTokensProps) {
  const colours = useTokenColours(isMarked ? 'off' : 'probability');
  const over = useRunView(store, (view) => view?.phase === 'ended' && view.runId !== null);
  const source = useMemo<TokenSource>(() => {
    const tokenIndex = createTokenIndex();
    const tokens = () => {
      const choice = store.state.choices[index];
      tokenIndex.sync(choice?.text ?? '', choice?.tokens ?? null);
      return choice?.tokens ?? [];
    };
    return { index: tokenIndex, tokens };
  }, [store, index]);
  const menu: TokenMenuOf = ({ token: tokenIndex, rect }, token, close) => (
    <TokenMenu
      token={token}
      rect={rect}
      before={textBefore(store, { choiceIndex: index, tokenIndex })}
      onClose={close}
      onPick={(chosen) => {
        // The pane stays, with the text of the new run: from the keyboard one continues there.
        close(true);
        onBranch?.({ choiceIndex: index, tokenIndex, text: chosen });
      }}
    />
  );
  return (
    <TextTokens text={text} source={source} colours={colours} menu={over && onBranch ? menu : undefined} />
  );
}
