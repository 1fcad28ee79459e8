'use client';

import { useMemo } from 'react';
import type { Stretch } from '@/components/runs/paint-in-sight';
import { useComparisonResults } from '../comparison-results';

const NONE: readonly Stretch[] = [];

/**
 * What is marked in a column's own text: what differs from the reference, and the first divergence. In the reference
 * it is where each of the others leaves it.
 */
export function useStretches(cell: string): readonly Stretch[] {
  const { outputs, reference, findings, divergences } = useComparisonResults();
  const output = outputs.find((candidate) => candidate?.cell === cell) ?? null;
  return useMemo(() => {
    if (!output || !reference) return NONE;
    const found: Stretch[] = [];
    for (const { start, end, kind } of findings?.differences[cell]?.marks ?? []) {
      const [from, to] = kind === 'missing' ? [Math.max(0, start - 1), start + 1] : [start, end];
      const highlight = kind === 'missing' ? 'diff-missing' : 'diff-added';
      found.push({ start: from + output.from, end: to + output.from, highlight });
    }
    const firsts =
      output === reference
        ? Object.values(divergences).flatMap((divergence) => divergence?.reference ?? [])
        : [divergences[cell]?.other].filter((side) => side !== undefined);
    for (const { start, end } of firsts) if (end > start) found.push({ start, end, highlight: 'diff-first' });
    return found;
  }, [output, reference, findings, divergences, cell]);
}
