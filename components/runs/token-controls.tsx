'use client';

import { Select } from '@/components/ui/select';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import {
  LEVEL_WORDS,
  setTokenColours,
  type TokenColours,
  useTokenColours,
} from '@/lib/runs/client/token-colours';
import { useRunView } from '@/lib/runs/client/use-run-view';

/** There when probabilities were asked for: how to see them, or that none came. */
export function TokenControls({ store }: { store: RunStore | null }) {
  const asked = useRunView(store, (view) => view?.ask.request.logprobs !== undefined);
  const given = useRunView(store, (view) => view?.choices.some((choice) => choice.hasTokens) ?? false);
  const toldNone = useRunView(
    store,
    (view) => view !== null && !isLive(view) && view.choices.some((choice) => choice.hasText),
  );
  const by = useTokenColours();
  if (given) {
    return (
      <>
        {by !== 'off' && <TokenLegend by={by} />}
        <Select
          size="sm"
          aria-label="Token colours"
          value={by}
          onChange={(event) => setTokenColours(coloursOf(event.target.value))}
          className="w-36 shrink-0"
        >
          <option value="off">Colours off</option>
          <option value="probability">By probability</option>
          <option value="rank">By rank</option>
        </Select>
      </>
    );
  }
  if (asked && toldNone) {
    return (
      <p className="truncate text-xs text-ink-3">Probabilities were asked for; the model returned none</p>
    );
  }
  return null;
}

/** What the colours stand for. */
function TokenLegend({ by }: { by: Exclude<TokenColours, 'off'> }) {
  return (
    <ul
      aria-label="Meaning of the colours"
      className="hidden items-center gap-2 pr-2 text-2xs text-ink min-[1400px]:flex"
    >
      {LEVEL_WORDS[by].map((words, level) => (
        <li key={words} className="whitespace-nowrap">
          <span className={`token-level-${level} rounded-[2px] px-1`}>{words}</span>
        </li>
      ))}
    </ul>
  );
}

function coloursOf(value: string): TokenColours {
  return value === 'probability' || value === 'rank' ? value : 'off';
}
