'use client';

import { useMemo } from 'react';
import { flushSync } from 'react-dom';
import { toast } from '@/components/ui/toast';
import { focusUnreadField } from '@/components/ui/unread-field';
import { isUpToDate } from '@/lib/compare/client/cell-run';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import type { CompareStore } from '@/lib/compare/client/compare-store';
import { useComparisonActions } from '@/lib/compare/client/comparison-actions';
import type { StartComparison } from '@/lib/compare/model/comparisons';
import { cellsOf, modelsOf } from '@/lib/compare/model/plan-cells';
import { estimatePlan } from '@/lib/compare/model/sweep-check';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { isNarrow, useSweepView } from './sweep-view';

/** More calls than this need a confirmation. */
export const CALLS_WITHOUT_CONFIRMING = 20;

/** Cells without a complete run of the current plan. */
export function remainingCells({ plan, session }: CompareStore): string[] {
  const now = plan.view().plan;
  return cellsOf(now).filter((cell) => {
    const run = session.run(cell);
    const isDone = run?.store.state.status === 'complete' && isUpToDate(run, now, cell) !== false;
    return !isDone;
  });
}

/** The actions of a sweep's buttons and shortcuts. Failures become toasts. */
export function useSweepActions() {
  const compareStore = useCompareStore();
  const { run: start } = useComparisonActions();
  const { change, unread } = useSweepView();
  return useMemo(() => {
    const run = async (cells: NonNullable<StartComparison['cells']>) => {
      if (focusUnreadField()) return;
      change({ starting: true, ...(isNarrow() ? { composer: false } : {}) });
      try {
        await start(cells);
      } catch (error) {
        toast(messageOf(error), { tone: 'bad' });
      } finally {
        change({ starting: false });
      }
    };
    /** Asks before many calls, and starts nothing while a field cannot be read. */
    const confirmOrRun = async (which: 'all' | 'remaining') => {
      if (unread.length > 0) {
        change({ composer: true });
        document.querySelector<HTMLElement>(`[data-axis="${unread[0]}"] textarea`)?.focus();
        return;
      }
      const { plan } = compareStore.plan.view();
      if (modelsOf(plan).some(({ model }) => model === '')) {
        flushSync(() => change({ composer: true }));
        toast('Choose a model first.', { id: 'blocked', tone: 'bad' });
        document.querySelector<HTMLElement>('[data-model=""]')?.focus();
        return;
      }
      const calls =
        which === 'all' ? estimatePlan(plan, rulesOfConnection).calls : remainingCells(compareStore).length;
      if (which === 'all' && calls === 0) {
        change({ composer: true });
        toast('Every cell would be rejected. Change the settings first.', { id: 'blocked', tone: 'bad' });
        return;
      }
      if (calls > CALLS_WITHOUT_CONFIRMING) change({ confirming: which });
      else await run(which);
    };
    return {
      run,
      runAll: () => confirmOrRun('all'),
      runRemaining: () => confirmOrRun('remaining'),
      stopAll: () => compareStore.stop().catch((error: unknown) => toast(messageOf(error), { tone: 'bad' })),
    };
  }, [compareStore, start, change, unread]);
}
