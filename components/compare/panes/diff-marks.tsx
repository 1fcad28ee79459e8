'use client';

import { useEffect } from 'react';
import type { LaneText } from '@/components/runs/lane-tokens';
import { createSightPainter, type Stretch } from '@/components/runs/paint-in-sight';
import { usePaneTexts } from './pane-texts';

export interface DiffMarksProps {
  cell: string;
  text: LaneText;
  /** In order. */
  stretches: readonly Stretch[];
}

/** Marks over the text of a column. */
export function DiffMarks({ cell, text, stretches }: DiffMarksProps) {
  const texts = usePaneTexts();
  useEffect(() => texts.put(cell, text), [texts, cell, text]);
  useEffect(() => {
    if (stretches.length === 0) return;
    const painter = createSightPainter({
      ...text,
      stretches: (from, to) => within(stretches, from, to),
    });
    const forget = text.onChange(painter.grew);
    return () => {
      forget();
      painter.dispose();
    };
  }, [text, stretches]);
  return null;
}

/** Those that reach into a range. */
export function within(stretches: readonly Stretch[], from: number, to: number): Stretch[] {
  return stretches.filter(({ start, end }) => end > from && start < to);
}
