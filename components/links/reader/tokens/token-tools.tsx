'use client';

import { Select } from '@/components/ui/select';
import {
  LEVEL_WORDS,
  setTokenColours,
  type TokenColours,
  useTokenColours,
} from '@/lib/runs/client/token-colours';

/** That there are probabilities to look at, and how to see them as colours. */
export function TokenTools() {
  const by = useTokenColours();
  return (
    <div className="needs-script flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
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
      {by === 'off' ? (
        <p className="text-xs text-ink-3">
          <span className="pointer-coarse:hidden">Point at a word, or walk with the arrow keys</span>
          <span className="not-pointer-coarse:hidden">Tap a word</span>: how likely it was, with its
          alternatives where the link has them.
        </p>
      ) : (
        <ul aria-label="Meaning of the colours" className="flex flex-wrap items-center gap-2 text-2xs">
          {LEVEL_WORDS[by].map((words, level) => (
            <li key={words} className="whitespace-nowrap">
              <span className={`token-level-${level} rounded-[2px] px-1`}>{words}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function coloursOf(value: string): TokenColours {
  return value === 'probability' || value === 'rank' ? value : 'off';
}
