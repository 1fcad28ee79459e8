'use client';

import { useEffect, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import { toastError } from '@/components/runs/toast-error';
import { toast } from '@/components/ui/toast';
import { focusUnreadField } from '@/components/ui/unread-field';
import { isUpToDate, stateOf } from '@/lib/compare/client/cell-run';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { COMPARE_SHORTCUTS } from '@/lib/compare/client/compare-shortcuts';
import type { CompareStore } from '@/lib/compare/client/compare-store';
import { isUnderWay } from '@/lib/compare/client/is-under-way';
import type { StartComparison } from '@/lib/compare/model/comparisons';
import { cellsOf, kindOf, modelsOf } from '@/lib/compare/model/plan-cells';
import { estimatePlan } from '@/lib/compare/model/sweep-check';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { isLayerOpen, matchKeys } from '@/lib/platform/client/match-keys';
import { isNarrow, useCompareView } from '../view-state';
import { blockedColumns, showBlocked } from './blocked-columns';

/** More calls than this need a confirmation. */
export const CALLS_WITHOUT_CONFIRMING = 20;

export interface CompareActions {
  /** @param onStart called just before the runs start, unless a field at fault has got the focus */
  readonly runAll: (onStart?: () => void) => Promise<void>;
  readonly runRemaining: () => Promise<void>;
  readonly stopAll: () => Promise<void>;
  /** Without another question. */
  readonly run: (cells: NonNullable<StartComparison['cells']>, onStart?: () => void) => Promise<void>;
  readonly stop: (cells: readonly string[]) => Promise<void>;
}

/** Cells without a complete run of the current plan. */
export function remainingCells({ plan, session }: CompareStore): string[] {
  const now = plan.view().plan;
  return cellsOf(now).filter((cell) => {
    const run = session.run(cell);
    return !run || stateOf(run).status !== 'complete' || isUpToDate(run, now, cell) === false;
  });
}

/** The actions of buttons and shortcuts. Failures become toasts; columns show their own. */
export function useCompareActions(): CompareActions {
  const compareStore = useCompareStore();
  const { start, stop } = compareStore;
  const { change, unread } = useCompareView();
  return useMemo(() => {
    const said = (work: Promise<void>) => work.catch(toastError);
    const run: CompareActions['run'] = async (cells, onStart) => {
      if (focusUnreadField()) return;
      const { plan } = compareStore.plan.view();
      if (kindOf(plan) === 'columns') {
        // Those that can run do; the others are named, and the first field at fault gets the focus.
        const asked = Array.isArray(cells) ? cells : cellsOf(plan);
        const blocked = blockedColumns(plan, asked);
        showBlocked(blocked);
        if (blocked.length === asked.length) return;
        if (blocked.length === 0) onStart?.();
      }
      change({ starting: true, ...(isNarrow() ? { composer: false } : {}) });
      await said(start(cells));
      change({ starting: false });
    };
    /** Asks before many calls, and starts nothing while a field of the setup cannot be read. */
    const confirmOrRun = async (which: 'all' | 'remaining', onStart?: () => void) => {
      const { plan } = compareStore.plan.view();
      if (kindOf(plan) === 'columns') return run(which, onStart);
      if (unread.length > 0) {
        flushSync(() => change({ composer: true }));
        document.querySelector<HTMLElement>(`[data-axis="${unread[0]}"] textarea`)?.focus();
        return;
      }
      if (modelsOf(plan).some(({ model }) => model === '')) {
        flushSync(() => change({ composer: true }));
        toast('Choose a model first.', { id: 'blocked', tone: 'bad' });
        document.querySelector<HTMLElement>('[data-model=""]')?.focus();
        return;
      }
      const remaining = which === 'remaining' ? remainingCells(compareStore) : undefined;
      const { calls } = estimatePlan(plan, rulesOfConnection, remaining);
      if (calls === 0 && remaining?.length !== 0) {
        change({ composer: true });
        const what = remaining ? 'Every remaining cell' : 'Every cell';
        toast(`${what} would be rejected. Change the settings first.`, { id: 'blocked', tone: 'bad' });
        return;
      }
      if (calls > CALLS_WITHOUT_CONFIRMING) change({ confirming: which });
      else await run(which);
    };
    return {
      run,
      runAll: (onStart) => {
        flushSync(commitActiveField);
        return confirmOrRun('all', onStart);
      },
      runRemaining: () => confirmOrRun('remaining'),
      stopAll: () => said(stop()),
      stop: (cells) => said(stop(cells)),
    };
  }, [compareStore, start, stop, change, unread]);
}

/** ⌘↵ runs all and Escape stops all while the page is open. */
export function useCompareShortcuts(): void {
  const compareStore = useCompareStore();
  const { runAll, stopAll } = useCompareActions();
  const starting = useRef(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const name = event.repeat ? null : matchKeys(event, COMPARE_SHORTCUTS);
      if (name === 'runAll' && !isDialogOpen()) {
        event.preventDefault();
        if (starting.current || isUnderWay(compareStore)) return;
        starting.current = true;
        void runAll().finally(() => {
          starting.current = false;
        });
      } else if (name === 'stopAll' && !event.defaultPrevented && !isLayerOpen()) {
        if (!isUnderWay(compareStore)) return;
        event.preventDefault();
        void stopAll();
      }
    };
    // Bubbling at the document: fields and layers get the key first.
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [compareStore, runAll, stopAll]);
}

function isDialogOpen(): boolean {
  return (
    document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"][data-state="open"]') !== null
  );
}

/** A shortcut pressed inside a field uses the field's text, even before it is applied. */
function commitActiveField(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) return;
  field.blur();
  field.focus({ preventScroll: true });
}
