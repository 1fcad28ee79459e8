'use client';

import { useEffect, useMemo } from 'react';
import { type BranchAt, textBefore } from '@/lib/runs/client/branch-run';
import type { RunStore } from '@/lib/runs/client/run-store';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { createTokenIndex } from '@/lib/runs/client/token-index';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { whatIfOf } from '@/lib/runs/client/what-if';
import { isOnlyScoring, isScoring } from '@/lib/runs/model/score/score-request';
import { scoreChoice } from '@/lib/runs/model/score/text-score';
import { type DrawnText, paintStretches } from './paint-visible';
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
  const isScore = isScoring(store.view().startRequest.request);
  const colours = useTokenColours(isMarked ? 'off' : 'probability', isScore && !isMarked);
  const over = useRunView(store, (view) => view?.phase === 'ended' && view.runId !== null);
  const score = useMemo(() => {
    const choice = store.state.choices[index];
    const result = over && isScore && choice ? scoreChoice(store.view().startRequest.request, choice) : null;
    return result?.ok ? result.score : null;
  }, [store, index, over, isScore]);
  const source = useMemo<TokenSource>(() => {
    const tokenIndex = createTokenIndex();
    const tokens = () => {
      const choice = store.state.choices[index];
      const shown = score?.tokens ?? choice?.tokens ?? null;
      tokenIndex.sync(choice?.text ?? '', shown);
      return shown ?? [];
    };
    return { index: tokenIndex, tokens };
  }, [store, index, score]);
  // What a server generated although it was to score the prompt.
  useEffect(() => {
    if (!score || score.end >= text.view.length) return;
    return paintStretches(text, [{ start: score.end, end: text.view.length, highlight: 'token-left-out' }]);
  }, [text, score]);
  const menu: TokenMenuOf = ({ token: tokenIndex, rect }, token, close, whatIf) => (
    <TokenMenu
      token={token}
      whatIf={whatIf}
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
    <TextTokens
      text={text}
      source={source}
      colours={colours}
      whatIf={whatIfOf(store)}
      // A branch of a scored text would only be scored again.
      menu={over && onBranch && !isOnlyScoring(store.view().startRequest.request) ? menu : undefined}
    />
  );
}
