'use client';

import { useEffect, useState } from 'react';
import {
  type MeasuredOutput,
  measuredLightOutput,
  measuredOutput,
} from '@/lib/compare/model/measured-output';
import { measureOutput, type OutputMeasures } from '@/lib/compare/model/measures';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { similarityTo } from '@/lib/compare/model/similarity';
import { type CellRun, isUpToDate } from './cell-run';
import { useCompareStore } from './compare-context';
import type { CompareStore } from './compare-store';
import { watchCells } from './ended-outputs';

/** The measures of a sweep's runs, by cell. */
export interface SweepMeasures {
  /** One for each choice of a run that is complete and matches what the plan says now. */
  readonly cells: Readonly<Record<string, readonly OutputMeasures[]>>;
  /** Runs that ended but are left out: failed, stopped, cut off. */
  readonly unfinished: number;
  /** Runs that were started with an earlier plan. */
  readonly outdated: number;
  /** Some are still being measured. */
  readonly pending: boolean;
}

const NOTHING: SweepMeasures = { cells: {}, unfinished: 0, outdated: 0, pending: false };
/** How long measuring may block the page at a time, in milliseconds. */
const SLICE_MS = 6;

/** The measures of all cells of the sweep; updated as runs end, a few at a time. */
export function useSweepMeasures(): SweepMeasures {
  const compareStore = useCompareStore();
  const [measures, setMeasures] = useState(NOTHING);
  useEffect(() => measureCells(compareStore, setMeasures), [compareStore]);
  return measures;
}

/** All outputs of a run that has ended. For a light cell the mean log-probability comes from the server. */
export function outputsOf(run: CellRun): MeasuredOutput[] {
  const { state } = run.store;
  const { request } = run.store.view().startRequest;
  return state.choices.flatMap((_, index) => {
    const output = run.light
      ? measuredLightOutput(run.light, request, index)
      : measuredOutput(state, request, index);
    return output ? [output] : [];
  });
}

/** Reports the measures of the cells, now and whenever they change, until the returned function is called. */
function measureCells(
  { plan, session }: CompareStore,
  onMeasures: (measures: SweepMeasures) => void,
): () => void {
  /** By run and reference: a run that has ended never changes. */
  let measured = new Map<string, readonly OutputMeasures[]>();
  let reference: string | null = null;
  let similarTo: ((text: string) => number) | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function take(): void {
    timer = null;
    const now = plan.view().plan;
    takeReference(now.referenceId ?? null);
    const cells: Record<string, readonly OutputMeasures[]> = {};
    let [unfinished, outdated, pending] = [0, 0, false];
    const until = performance.now() + SLICE_MS;
    for (const cell of cellsOf(now)) {
      const run = session.run(cell);
      const status = run?.store.state.status;
      if (!run || status === 'streaming') continue;
      if (isUpToDate(run, now, cell) === false) outdated += 1;
      else if (status !== 'complete') unfinished += 1;
      else {
        const known = measured.get(run.runId);
        if (known) cells[cell] = known;
        else if (performance.now() > until) pending = true;
        else {
          const found = outputsOf(run).map((output) => measureOutput(output, similarTo));
          measured.set(run.runId, found);
          cells[cell] = found;
        }
      }
    }
    onMeasures({ cells, unfinished, outdated, pending });
    if (pending) later();
  }

  function takeReference(cell: string | null): void {
    const run = cell === null ? null : session.run(cell);
    const isOver = run !== null && run.store.state.status === 'complete';
    const next = isOver ? run.runId : null;
    if (next === reference) return;
    reference = next;
    measured = new Map();
    const [output] = isOver && run ? outputsOf(run) : [];
    similarTo = output ? similarityTo(output.text) : null;
  }

  function later(): void {
    timer ??= setTimeout(take);
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
    forget();
    end();
    if (timer !== null) clearTimeout(timer);
  };
}
