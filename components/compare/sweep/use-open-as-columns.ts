'use client';

import { useRouter } from 'next/navigation';
import { toast } from '@/components/ui/toast';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { compareRunsHref } from '@/lib/compare/client/comparison-url';

/** Opens the runs of cells as columns, without running them again. */
export function useOpenAsColumns(): (cells: readonly string[]) => void {
  const { session } = useCompareStore();
  const router = useRouter();
  return (cells) => {
    const runs = cells.flatMap((cell) => session.run(cell)?.runId ?? []);
    if (runs.length < 2) toast('Run at least two of these cells first.', { tone: 'bad' });
    else router.push(compareRunsHref(runs));
  };
}
