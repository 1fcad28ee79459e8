'use client';

import { useMemo } from 'react';
import type { Stretch } from '@/components/runs/paint-visible';
import { differenceStretches } from '../../differences/difference-stretches';
import { useComparisonResults } from '../comparison-results';

const NONE: readonly Stretch[] = [];

/** The marked ranges in a column's own text. */
export function useStretches(cell: string): readonly Stretch[] {
  const { outputs, reference, findings, divergences } = useComparisonResults();
  const output = outputs.find((candidate) => candidate?.cell === cell) ?? null;
  return useMemo(() => {
    if (!output || !reference) return NONE;
    const marks = findings?.differences[cell]?.marks ?? [];
    return differenceStretches({
      cell,
      from: output.from,
      marks,
      isReference: output === reference,
      divergences,
    });
  }, [output, reference, findings, divergences, cell]);
}
