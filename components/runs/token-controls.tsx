'use client';

import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { TokenColoursSelect, TokenLegend } from './token-colours-select';

/** Shown when probabilities were requested: token colours, or a note that none came. */
export function TokenControls({ store }: { store: RunStore | null }) {
  const requested = useRunView(store, (view) => view?.startRequest.request.logprobs !== undefined);
  const given = useRunView(store, (view) => view?.choices.some((choice) => choice.hasTokens) ?? false);
  const emittedNone = useRunView(
    store,
    (view) => view !== null && !isLive(view) && view.choices.some((choice) => choice.hasText),
  );
  const by = useTokenColours();
  if (given) {
    return (
      <>
        {by !== 'off' && <TokenLegend by={by} className="hidden pr-2 min-[1400px]:flex" />}
        <TokenColoursSelect className="w-36 shrink-0" />
      </>
    );
  }
  if (requested && emittedNone) {
    return (
      <p className="truncate text-xs text-ink-3">Probabilities requested, but the server returned none</p>
    );
  }
  return null;
}
