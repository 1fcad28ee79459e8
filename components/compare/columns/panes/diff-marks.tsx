'use client';

import { useEffect, useMemo } from 'react';
import { type DrawnText, paintStretches } from '@/components/runs/paint-visible';
import { differenceStretches } from '@/components/texts/difference-stretches';
import { useComparisonResults } from '../comparison-results';

/** Marks a column's text where it differs from the reference, and knows it as the one to be shown. */
export function DiffMarks({ cell, text }: { cell: string; text: DrawnText }) {
  const { outputs, reference, differences, divergences, texts } = useComparisonResults();
  const output = outputs.find((candidate) => candidate?.cell === cell) ?? null;
  const stretches = useMemo(() => {
    if (!output || !reference) return [];
    const marks = differences?.byKey[cell]?.marks ?? [];
    const isReference = output === reference;
    return differenceStretches({ cell, from: output.from, marks, isReference, divergences });
  }, [output, reference, differences, divergences, cell]);
  useEffect(() => texts.put(cell, text), [texts, cell, text]);
  useEffect(() => paintStretches(text, stretches), [text, stretches]);
  return null;
}
