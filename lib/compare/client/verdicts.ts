'use client';

import { useEffect, useState } from 'react';
import { type Check, NO_CHECKS, type Verdict } from '@/lib/compare/model/checks';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf, kindOf } from '@/lib/compare/model/plan-cells';
import { checksOfCell, type PreparedCheck, prepareChecks } from '@/lib/compare/model/run-checks';
import { loadWholeOutputs, wholeOutputsOf } from './cell-outputs';
import { type CellRun, isUpToDate } from './cell-run';
import { useCompareStore, usePlan } from './compare-context';
import type { CompareStore } from './compare-store';
import { watchCells } from './ended-outputs';

/** For each choice of a run, the verdict of each check. */
export type RunVerdicts = readonly (readonly Verdict[])[];

/** The verdicts of the cells' complete runs. */
export interface CellVerdicts {
  /** What was checked, in the order of the verdicts; for a moment still the checks of before. */
  readonly checks: readonly Check[];
  readonly cells: Readonly<Record<string, RunVerdicts>>;
}

const NONE: CellVerdicts = { checks: NO_CHECKS, cells: {} };
const NOTHING_PREPARED: readonly PreparedCheck[] = [];

/** How long checking may block the page at a time, in milliseconds. */
const SLICE_MS = 6;

/** The checks of the comparison. */
export function useChecks(): readonly Check[] {
  return usePlan(({ plan }) => plan.checks ?? NO_CHECKS);
}

/** The checks, ready to be applied. While the engine for patterns is on its way, those of before. */
export function usePreparedChecks(checks: readonly Check[]): readonly PreparedCheck[] {
  const [ready, setReady] = useState(NOTHING_PREPARED);
  useEffect(() => {
    let isCurrent = true;
    // Without the network there are no verdicts of patterns, until the checks are changed again.
    prepareChecks(checks).then(
      (prepared) => isCurrent && setReady(prepared),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [checks]);
  return checks.length === 0 ? NOTHING_PREPARED : ready;
}

/** A run that has ended never changes, so each check reads it once. */
const known = new WeakMap<CellRun, WeakMap<PreparedCheck, readonly Verdict[]>>();

/** A run as what a cell of a plan shows: its row of the table may say what the run is checked against. */
export interface JudgedRun {
  readonly run: CellRun;
  readonly plan: ComparisonPlan;
  readonly cell: string;
}

/** Whether `verdictsOf` has nothing to compute. */
export function areJudged({ run, plan, cell }: JudgedRun, checks: readonly PreparedCheck[]): boolean {
  const ofRun = known.get(run);
  return checksOfCell(checks, plan, cell).every((check) => ofRun?.has(check));
}

/**
 * The verdicts of a run that is complete. Where its text was cut and that matters, the rest is loaded, and `onMore` called
 * when there are more verdicts.
 */
export function verdictsOf(
  { run, plan, cell }: JudgedRun,
  checks: readonly PreparedCheck[],
  onMore: () => void = () => undefined,
): RunVerdicts {
  const ofRun = known.get(run) ?? new WeakMap<PreparedCheck, readonly Verdict[]>();
  known.set(run, ofRun);
  const outputs = wholeOutputsOf(run);
  const byCheck = checksOfCell(checks, plan, cell).map((check) => {
    const verdicts = ofRun.get(check) ?? outputs.map((output) => check.judge(output));
    ofRun.set(check, verdicts);
    return verdicts;
  });
  if (run.light && byCheck.some((verdicts) => verdicts.some(({ pass }) => pass === null))) {
    void loadWholeOutputs(run).then((isMore) => {
      if (!isMore) return;
      known.delete(run);
      onMore();
    });
  }
  return outputs.map((_, choice) => byCheck.flatMap((verdicts) => verdicts[choice] ?? []));
}

/**
 * Whether the checks apply to what a cell shows: its run is complete, and in a sweep, where a cell stands for its
 * settings, it was started with them.
 */
export function isCheckable(run: CellRun, plan: ComparisonPlan, cell: string): boolean {
  if (run.store.state.status !== 'complete') return false;
  return kindOf(plan) === 'columns' || isUpToDate(run, plan, cell) !== false;
}

/** The verdicts of all cells; updated as runs end, a few at a time. */
export function useCellVerdicts(): CellVerdicts {
  const compareStore = useCompareStore();
  const prepared = usePreparedChecks(useChecks());
  const [verdicts, setVerdicts] = useState(NONE);
  useEffect(() => {
    if (prepared.length === 0) return;
    const checks = prepared.map(({ check }) => check);
    return judgeCells(compareStore, prepared, (cells) => setVerdicts({ checks, cells }));
  }, [compareStore, prepared]);
  return prepared.length === 0 ? NONE : verdicts;
}

function judgeCells(
  { plan, session }: CompareStore,
  checks: readonly PreparedCheck[],
  onVerdicts: (cells: CellVerdicts['cells']) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let watched = plan.view().plan;
  let hasLeft = false;

  function take(): void {
    timer = null;
    const until = performance.now() + SLICE_MS;
    const now = plan.view().plan;
    const cells: Record<string, RunVerdicts> = {};
    for (const cell of cellsOf(now)) {
      const run = session.run(cell);
      if (!run || !isCheckable(run, now, cell)) continue;
      const judged = { run, plan: now, cell };
      if (performance.now() > until && !areJudged(judged, checks)) {
        later();
        return;
      }
      cells[cell] = verdictsOf(judged, checks, later);
    }
    onVerdicts(cells);
  }

  function later(): void {
    if (!hasLeft) timer ??= setTimeout(take);
  }

  const watch = () => watchCells(session, cellsOf(plan.view().plan), later);
  let end = watch();
  const forget = plan.subscribe(() => {
    const now = plan.view().plan;
    if (now === watched) return;
    watched = now;
    end();
    end = watch();
    later();
  });
  take();
  return () => {
    hasLeft = true;
    forget();
    end();
    if (timer !== null) clearTimeout(timer);
  };
}
