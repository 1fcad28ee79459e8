'use client';

import { ChevronDown, Crosshair } from 'lucide-react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import type { Divergence, DivergenceSide } from '@/lib/compare/model/divergence';
import { divergenceSummary } from '@/lib/compare/model/what-differs';
import { useComparisonResults } from '../comparison-results';
import { useCompareView } from '../view-state';
import { DivergenceSideView } from './divergence-side';
import { usePaneTexts } from './pane-texts';

export interface DivergenceStripProps {
  cell: string;
  divergence: Divergence;
  name: string;
  reference: string;
}

/** Where the column leaves the reference: the two tokens, and what else could have come there. */
export function DivergenceStrip({ cell, divergence, name, reference }: DivergenceStripProps) {
  const { alternatives: open, change, show } = useCompareView();
  const results = useComparisonResults();
  const texts = usePaneTexts();
  const { other, reference: theirs, approximate } = divergence;
  const known = other.alternatives !== null || theirs.alternatives !== null;
  const jump = () => {
    change({ show: 'text' });
    const go = () => {
      texts.show(cell, other.start, other.end);
      if (results.reference) texts.show(results.reference.cell, theirs.start, theirs.end);
    };
    // The text may only have to be drawn.
    if (show === 'text') go();
    else setTimeout(go, 60);
  };
  return (
    <section
      aria-label={`First divergence of ${name}`}
      className="shrink-0 border-b bg-sunken/60 px-4 py-1.5 text-xs"
    >
      <div className="flex items-center gap-2">
        {known ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => change({ alternatives: !open })}
            className="inline-flex h-6 shrink-0 items-center gap-1 rounded-sm text-ink-2 hover:text-ink pointer-coarse:h-10"
          >
            <ChevronDown
              aria-hidden="true"
              className={cx('size-3.5 transition-transform', !open && '-rotate-90')}
            />
            First divergence
          </button>
        ) : (
          <span className="shrink-0 text-ink-2">First divergence</span>
        )}
        <span
          className="min-w-0 flex-1 truncate text-ink-3"
          title={divergenceSummary(divergence, reference, name)}
        >
          {placeInWords(other, approximate)}
        </span>
        <IconButton size="sm" label="Jump to it" onClick={jump}>
          <Crosshair aria-hidden="true" />
        </IconButton>
      </div>
      <p className="sr-only">{divergenceSummary(divergence, reference, name)}</p>
      <div className="grid grid-cols-2 gap-3">
        <DivergenceSideView side={other} title={name} open={open && known} />
        <DivergenceSideView side={theirs} title={reference} open={open && known} />
      </div>
    </section>
  );
}

function placeInWords({ tokenIndex, ended }: DivergenceSide, approximate: boolean): string {
  if (ended || tokenIndex === null) return 'at the end';
  return approximate ? 'found by words' : `at token ${(tokenIndex + 1).toLocaleString('en')}`;
}
