'use client';

import { useEffect, useMemo } from 'react';
import { type DrawnText, paintStretches } from '@/components/runs/paint-visible';
import { differenceStretches } from '../../differences/difference-stretches';
import { useComparisonResults } from '../comparison-results';

/** Marks a column's text where it differs from the reference, and knows it as the one to be shown. */
export function DiffMarks({ cell, text }: { cell: string; text: DrawnText }) {
  const { outputs, reference, findings, divergences, texts } = useComparisonResults();
  const output = outputs.find((candidate) => candidate?.cell === cell) ?? null;
  const stretches = useMemo(() => {
    if (!output || !reference) return [];
    const marks = findings?.differences[cell]?.marks ?? [];
    const isReference = output === reference;
    return differenceStretches({ cell, from: output.from, marks, isReference, divergences });
  }, [output, reference, findings, divergences, cell]);
  useEffect(() => texts.put(cell, text), [texts, cell, text]);
  useEffect(() => paintStretches(text, stretches), [text, stretches]);
  return null;
}
