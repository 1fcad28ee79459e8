'use client';

import { useEffect } from 'react';
import { type DrawnText, paintStretches, type Stretch } from '@/components/runs/paint-visible';
import { usePaneTexts } from './pane-texts';

export interface DiffMarksProps {
  cell: string;
  text: DrawnText;
  /** In text order. */
  stretches: readonly Stretch[];
}

export function DiffMarks({ cell, text, stretches }: DiffMarksProps) {
  const texts = usePaneTexts();
  useEffect(() => texts.put(cell, text), [texts, cell, text]);
  useEffect(() => paintStretches(text, stretches), [text, stretches]);
  return null;
}
