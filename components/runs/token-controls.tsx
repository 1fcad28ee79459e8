'use client';

import { useStore } from 'zustand';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { useTokenLookedAt } from '@/lib/runs/client/token-looked-at';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { settingsOfRequest, whatIfOf } from '@/lib/runs/client/what-if';
import { isScoring } from '@/lib/runs/model/score/score-request';
import { TokenColoursSelect, TokenLegend } from './token-colours-select';
import { WhatIfSwitch } from './what-if/what-if-switch';

const NO_RUN = {};

export interface TokenControlsProps {
  store: RunStore | null;
  /** Ends asking for probabilities. Absent: they are not asked for any more, or not here. */
  onTurnOff?: (() => void) | undefined;
  /** On a phone only the legend is here: a menu has the rest. */
  isFolded?: boolean;
}

/** For those who have no pointer to look at a token with. */
export function TapHint({ className }: { className?: string }) {
  return (
    <p className={cx('text-xs text-ink-3 not-pointer-coarse:hidden', className)}>
      Tap a token for its alternatives
    </p>
  );
}

/** Shown when probabilities were requested: token colours with their legend, or a note that none came. */
export function TokenControls({ store, onTurnOff, isFolded = false }: TokenControlsProps) {
  const requested = useRunView(store, (view) => view?.startRequest.request.logprobs !== undefined);
  const given = useRunView(store, (view) => view?.choices.some((choice) => choice.hasTokens) ?? false);
  const emittedNone = useRunView(
    store,
    (view) => view !== null && !isLive(view) && view.choices.some((choice) => choice.hasText),
  );
  const isScore = useRunView(store, (view) => view !== null && isScoring(view.startRequest.request));
  const by = useTokenColours(undefined, isScore);
  const knowsTokens = useTokenLookedAt();
  const trying = useStore(whatIfOf(store ?? NO_RUN), (state) => state.own !== null);
  const isLegendAlone = useMedia(PHONE, false) && isFolded;
  if (given) {
    return (
      <>
        <div className="mr-auto flex min-w-0 items-center">
          {by !== 'off' && !trying && (
            // Alone it has the height of two lines.
            <TokenLegend by={by} inLine={!isLegendAlone} />
          )}
          {/* Where the legend has no space for it, it is under the text. */}
          {!knowsTokens && !isLegendAlone && <TapHint className="truncate" />}
        </div>
        <span className={isFolded ? 'contents phone:hidden' : 'contents'}>
          {store && !isScore && (
            <WhatIfSwitch
              store={whatIfOf(store)}
              own={() => settingsOfRequest(store.view().startRequest.request)}
            />
          )}
          <TokenColoursSelect isScore={isScore} className="w-28 @max-[380px]:w-24" />
        </span>
      </>
    );
  }
  if (requested && emittedNone) {
    return (
      // It takes the focus of its button, which goes with the press.
      <div tabIndex={-1} className="mr-auto flex min-w-0 items-center gap-2 pr-2 text-xs text-ink-3">
        <p>Probabilities requested, but the server returned none</p>
        {onTurnOff && (
          <Button
            size="sm"
            aria-label="Turn off log probabilities"
            onClick={({ currentTarget }) => {
              currentTarget.parentElement?.focus();
              onTurnOff();
            }}
          >
            Turn off
          </Button>
        )}
      </div>
    );
  }
  return null;
}
