'use client';

import { useEffect, useState } from 'react';
import { type Check, NO_CHECKS, type Verdict } from '@/lib/compare/model/checks';
import type { MeasuredOutput } from '@/lib/compare/model/measured-output';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { checksOfCell, type PreparedCheck, prepareChecks } from '@/lib/compare/model/run-checks';
import { loadWholeOutputs } from './cell-outputs';
import { type CellRun, isUpToDate, stateOf } from './cell-run';
import { usePlan } from './compare-context';

/** For each choice of a run, the verdict of each check. */
export type RunVerdicts = readonly (readonly Verdict[])[];

const NOTHING_PREPARED: readonly PreparedCheck[] = [];

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
  /** All of them, as far as they are here. */
  readonly outputs: readonly MeasuredOutput[];
}

/**
 * The verdicts of a run that is complete. Where its text was cut and that matters, the rest is loaded, and `onMore` called
 * when there are more verdicts.
 */
export function verdictsOf(
  { run, plan, cell, outputs }: JudgedRun,
  checks: readonly PreparedCheck[],
  onMore: () => void = () => undefined,
): RunVerdicts {
  const ofRun = known.get(run) ?? new WeakMap<PreparedCheck, readonly Verdict[]>();
  known.set(run, ofRun);
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
  if (stateOf(run).status !== 'complete') return false;
  return kindOf(plan) === 'columns' || isUpToDate(run, plan, cell) !== false;
}
