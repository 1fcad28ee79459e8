'use client';

import { useEffect, useState } from 'react';
import { measureOutput, type OutputMeasures, withVerdicts } from '@/lib/compare/model/measures';
import { type CellPoint, cellAt, cellsOf, pointsOf } from '@/lib/compare/model/plan-cells';
import type { PreparedCheck } from '@/lib/compare/model/run-checks';
import { similarityTo } from '@/lib/compare/model/similarity';
import { loadWholeOutputs, wholeOutputsOf } from './cell-outputs';
import { type CellRun, isUpToDate } from './cell-run';
import { useCompareStore } from './compare-context';
import type { CompareStore } from './compare-store';
import { watchCells } from './ended-outputs';
import { areJudged, type JudgedRun, useChecks, usePreparedChecks, verdictsOf } from './verdicts';

export interface MeasuredCell extends CellPoint {
  readonly outputs: readonly OutputMeasures[];
}

/** The measures of a sweep's runs, by cell. */
export interface SweepMeasures {
  /** One for each choice of a run that is complete and matches what the plan says now. */
  readonly cells: readonly MeasuredCell[];
  /** Runs that ended but are left out: failed, stopped, cut off. */
  readonly unfinished: number;
  /** Runs that were started with an earlier plan. */
  readonly outdated: number;
  /** Some are still being measured. */
  readonly pending: boolean;
}

const NOTHING: SweepMeasures = { cells: [], unfinished: 0, outdated: 0, pending: false };
/** How long measuring may block the page at a time, in milliseconds. */
const SLICE_MS = 6;

/** The measures of all cells of the sweep, its checks among them; updated as runs end, a few at a time. */
export function useSweepMeasures(): SweepMeasures {
  const compareStore = useCompareStore();
  const checks = usePreparedChecks(useChecks());
  const [measures, setMeasures] = useState(NOTHING);
  useEffect(() => measureCells(compareStore, checks, setMeasures), [compareStore, checks]);
  return measures;
}

/** By run: one that has ended never changes. */
const measured = new WeakMap<CellRun, { reference: string | null; outputs: readonly OutputMeasures[] }>();

/** Reports the measures of the cells, now and whenever they change, until the returned function is called. */
function measureCells(
  { plan, session }: CompareStore,
  prepared: readonly PreparedCheck[],
  onMeasures: (measures: SweepMeasures) => void,
): () => void {
  const checks = prepared.map(({ check }) => check);
  let reference: string | null = null;
  let similarTo: ((text: string) => number) | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let hasLeft = false;

  function take(): void {
    timer = null;
    const now = plan.view().plan;
    takeReference(now.referenceId ?? null);
    const cells: MeasuredCell[] = [];
    let [unfinished, outdated, pending] = [0, 0, false];
    const until = performance.now() + SLICE_MS;
    for (const point of pointsOf(now)) {
      const cell = cellAt(now, point);
      const run = session.run(cell);
      const status = run?.store.state.status;
      if (!run || status === 'streaming') continue;
      if (isUpToDate(run, now, cell) === false) outdated += 1;
      else if (status !== 'complete') unfinished += 1;
      else {
        const judged = { run, plan: now, cell };
        const isKnown = measured.get(run)?.reference === reference && areJudged(judged, prepared);
        if (!isKnown && performance.now() > until) pending = true;
        else cells.push({ ...point, outputs: measure(judged) });
      }
    }
    onMeasures({ cells, unfinished, outdated, pending });
    if (pending) later();
  }

  function measure(judged: JudgedRun): readonly OutputMeasures[] {
    const { run } = judged;
    const before = measured.get(run);
    const isKnown = before?.reference === reference;
    const outputs = isKnown
      ? before.outputs
      : wholeOutputsOf(run).map((output) => measureOutput(output, similarTo));
    if (!isKnown) {
      measured.set(run, { reference, outputs });
      void loadWholeOutputs(run).then((isMore) => {
        if (!isMore || hasLeft) return;
        measured.delete(run);
        later();
      });
    }
    const verdicts = verdictsOf(judged, prepared, later);
    return outputs.map((output, choice) => withVerdicts(output, checks, verdicts.slice(choice, choice + 1)));
  }

  function takeReference(cell: string | null): void {
    const run = cell === null ? null : session.run(cell);
    const isOver = run !== null && run.store.state.status === 'complete';
    const next = isOver ? run.runId : null;
    if (next === reference) return;
    reference = next;
    const [output] = isOver && run ? wholeOutputsOf(run) : [];
    similarTo = output ? similarityTo(output.text) : null;
  }

  function later(): void {
    if (!hasLeft) timer ??= setTimeout(take);
  }

  let watched = plan.view().plan;
  const watch = () => watchCells(session, cellsOf(watched), later);
  let end = watch();
  const forget = plan.subscribe(() => {
    if (plan.view().plan === watched) return;
    watched = plan.view().plan;
    end();
    end = watch();
    later();
  });
  later();
  return () => {
    hasLeft = true;
    forget();
    end();
    if (timer !== null) clearTimeout(timer);
  };
}
