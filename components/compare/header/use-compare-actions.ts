'use client';

import { useEffect, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import { toast } from '@/components/ui/toast';
import { focusUnreadField } from '@/components/ui/unread-field';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { COMPARE_SHORTCUTS } from '@/lib/compare/client/compare-shortcuts';
import { isUnderWay, useComparisonActions } from '@/lib/compare/client/comparison-actions';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { isLayerOpen, matchKeys } from '@/lib/platform/client/match-keys';
import { blockedColumns, showBlocked } from './blocked-columns';

export interface CompareActions {
  /** @param onStart called just before the runs start, unless a field at fault has got the focus */
  readonly runAll: (onStart?: () => void) => Promise<void>;
  readonly stopAll: () => Promise<void>;
  readonly run: (cell: string) => Promise<void>;
  readonly stop: (cell: string) => Promise<void>;
}

/** The actions of buttons and shortcuts. Failures become toasts; columns show their own. */
export function useCompareActions(): CompareActions {
  const compareStore = useCompareStore();
  const { run, stop } = useComparisonActions();
  return useMemo(() => {
    const emitted = (work: Promise<void>) =>
      work.catch((error: unknown) => toast(messageOf(error), { tone: 'bad' }));
    /** Runs the columns that can run, names the others, and focuses the first field at fault. */
    const runSome = (which: 'all' | readonly string[], onStart?: () => void) => {
      if (focusUnreadField()) return Promise.resolve();
      const { plan } = compareStore.plan.view();
      const cells = which === 'all' ? cellsOf(plan) : which;
      const blocked = blockedColumns(plan, cells);
      showBlocked(blocked);
      if (blocked.length === cells.length) return Promise.resolve();
      if (blocked.length === 0) onStart?.();
      return emitted(run(which === 'all' ? which : [...which]));
    };
    return {
      runAll: (onStart) => {
        flushSync(commitActiveField);
        return runSome('all', onStart);
      },
      stopAll: () => emitted(stop()),
      run: (cell) => runSome([cell]),
      stop: (cell) => emitted(stop([cell])),
    };
  }, [compareStore, run, stop]);
}

/** ⌘↵ runs all and Escape stops all while the page is open. */
export function useCompareShortcuts({ runAll, stopAll }: Pick<CompareActions, 'runAll' | 'stopAll'>): void {
  const compareStore = useCompareStore();
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
