'use client';

import { useMemo } from 'react';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import type { RunStore } from '@/lib/runs/client/run-store';
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
  /** Branches from another token. Absent: not possible here. */
  onBranch?: (at: BranchAt) => void;
}

/** Probabilities over the text of a run; once it has ended, another token can be picked to branch from. */
export function ChoicePaneTokens({ store, index, text, onBranch }: ChoicePaneTokensProps) {
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
      onClose={close}
      onPick={(chosen) => {
        close(false);
        onBranch?.({ choiceIndex: index, tokenIndex, text: chosen });
      }}
    />
  );
  return <TextTokens text={text} source={source} menu={over && onBranch ? menu : undefined} />;
}
