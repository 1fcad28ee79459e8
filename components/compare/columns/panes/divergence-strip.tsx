'use client';

import { Crosshair } from 'lucide-react';
import { DivergenceBox, hasAlternatives } from '@/components/texts/divergence-box';
import { IconButton } from '@/components/ui/icon-button';
import type { Divergence } from '@/lib/texts/model/divergence';
import { useCompareView } from '../../view-state';
import { CollapseButton } from '../collapse-button';
import { useComparisonResults } from '../comparison-results';

export interface DivergenceStripProps {
  cell: string;
  divergence: Divergence;
  name: string;
  reference: string;
}

/** Above a column's text: shows where it diverges from the reference, and leads there. */
export function DivergenceStrip({ cell, divergence, name, reference }: DivergenceStripProps) {
  const { alternatives: open, change, show } = useCompareView();
  const { texts, reference: compared } = useComparisonResults();
  const { other, reference: theirs } = divergence;
  const jump = () => {
    change({ show: 'text' });
    const go = () => {
      texts.show(cell, other.start, other.end);
      if (compared) texts.show(compared.cell, theirs.start, theirs.end);
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
          <CollapseButton open={open} onToggle={() => change({ alternatives: !open })} className="-ml-0.5">
            First divergence
          </CollapseButton>
        )
      }
      actions={
        <IconButton size="sm" label="Jump to divergence" word="Jump" onClick={jump} icon={Crosshair} />
      }
      className="shrink-0 border-b bg-sunken/60 px-4 py-1.5"
    />
  );
}
