'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import type { Token } from '@/lib/protocol/run/run-events';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { tokenLevel } from '@/lib/runs/client/token-colours';
import type { TokenPair } from '@/lib/runs/model/score/compare-scores';
import { formatDifference, formatFigure } from '@/lib/runs/model/score/format-score';
import { surprisal } from '@/lib/runs/model/score/text-score';

/** Rows at a time: a text may have a hundred thousand tokens. */
const PAGE = 200;

/** Two texts token for token, with the bits of each and their difference where both have the same token. */
export function TokenTable({ pairs }: { pairs: readonly TokenPair[] }) {
  const [count, setCount] = useState(PAGE);
  const [onlyOthers, setOnlyOthers] = useState(false);
  const shown = onlyOthers ? pairs.filter(({ difference }) => difference !== 0) : pairs;
  const left = shown.length - count;
  return (
    <section aria-label="Token by token">
      <label className="flex items-center gap-1.5 pb-1 text-xs text-ink-2 pointer-coarse:min-h-10">
        <input
          type="checkbox"
          checked={onlyOthers}
          onChange={(event) => setOnlyOthers(event.currentTarget.checked)}
        />
        Only differences
      </label>
      <table className="w-full table-fixed text-left text-xs tabular-nums">
        <colgroup>
          <col className="w-[26%]" />
          <col className="w-[15%]" />
          <col className="w-[26%]" />
          <col className="w-[15%]" />
          <col className="w-[18%]" />
        </colgroup>
        <thead>
          <tr className="text-ink-3">
            <th scope="col" className="py-1 font-normal">
              This text
            </th>
            <th scope="col" className={NUMBER}>
              Bits
            </th>
            <th scope="col" className="py-1 pl-3 font-normal">
              Other text
            </th>
            <th scope="col" className={NUMBER}>
              Bits
            </th>
            <th scope="col" className={NUMBER}>
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.slice(0, count).map(({ before, after, difference }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pairs never move.
            <tr key={at} className="border-t">
              <TokenCells token={after} />
              <TokenCells token={before} isSecond />
              <td className={NUMBER}>{difference === null ? '' : formatDifference(difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className="py-2 text-xs text-ink-2">Every token scores the same.</p>}
      {left > 0 && (
        <Button size="sm" variant="ghost" className="mt-1" onClick={() => setCount(count + PAGE)}>
          Show {Math.min(left, PAGE).toLocaleString('en')} more of {left.toLocaleString('en')}
        </Button>
      )}
    </section>
  );
}

const NUMBER = 'py-1 pl-2 text-right font-normal';

function TokenCells({ token, isSecond = false }: { token: Token | null; isSecond?: boolean }) {
  const padding = cx('py-0.5', isSecond && 'pl-3');
  if (token === null) {
    return (
      <>
        <td className={padding} />
        <td className={NUMBER} />
      </>
    );
  }
  const bits = surprisal(token.logprob);
  const level = tokenLevel(token, 'surprisal');
  return (
    <>
      <td className={padding}>
        <span
          className={cx(
            'inline-block max-w-full truncate rounded-[2px] px-0.5 align-bottom font-mono text-ink',
            level > 0 && `token-level-${level}`,
          )}
        >
          {visibleInline(token.text) || '(empty)'}
        </span>
      </td>
      <td className={NUMBER}>{bits === null ? '–' : formatFigure(bits)}</td>
    </>
  );
}
