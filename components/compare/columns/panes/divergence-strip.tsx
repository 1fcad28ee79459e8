'use client';

import { ChevronDown, Crosshair } from 'lucide-react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import type { Divergence } from '@/lib/compare/model/divergence';
import { DivergenceBox, hasAlternatives } from '../../differences/divergence-box';
import { useCompareView } from '../../view-state';
import { useComparisonResults } from '../comparison-results';
import { usePaneTexts } from './pane-texts';

export interface DivergenceStripProps {
  cell: string;
  divergence: Divergence;
  name: string;
  reference: string;
}

/** Above a column's text: shows where it diverges from the reference, and leads there. */
export function DivergenceStrip({ cell, divergence, name, reference }: DivergenceStripProps) {
  const { alternatives: open, change, show } = useCompareView();
  const results = useComparisonResults();
  const texts = usePaneTexts();
  const { other, reference: theirs } = divergence;
  const jump = () => {
    change({ show: 'text' });
    const go = () => {
      texts.show(cell, other.start, other.end);
      if (results.reference) texts.show(results.reference.cell, theirs.start, theirs.end);
    };
    // In the other views the text is drawn first.
    if (show === 'text') go();
    else setTimeout(go, 60);
  };
  return (
    <DivergenceBox
      divergence={divergence}
      name={name}
      reference={reference}
      collapsed={!open}
      heading={
        hasAlternatives(divergence) && (
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
        )
      }
      actions={
        <IconButton size="sm" label="Jump to divergence" word="Jump" onClick={jump}>
          <Crosshair aria-hidden="true" />
        </IconButton>
      }
      className="shrink-0 border-b bg-sunken/60 px-4 py-1.5"
    />
  );
}
