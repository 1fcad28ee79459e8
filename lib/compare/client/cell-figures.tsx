'use client';

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { type CellFacts, textIdentity } from '@/lib/compare/model/cell-facts';
import { type CellGrid, gridOf, type PlacedCell } from '@/lib/compare/model/cell-grid';
import { type Check, NO_CHECKS, summarizeVerdicts, type VerdictSummary } from '@/lib/compare/model/checks';
import type { MeasuredOutput } from '@/lib/compare/model/measured-output';
import { measureOutput, type OutputMeasures, withVerdicts } from '@/lib/compare/model/measures';
import { kindOf } from '@/lib/compare/model/plan-cells';
import type { PreparedCheck } from '@/lib/compare/model/run-checks';
import { similarityTo } from '@/lib/texts/model/similarity';
import { loadWholeOutputs, wholeOutputsOf } from './cell-outputs';
import { type CellRun, isUpToDate, stateOf } from './cell-run';
import { useCompareStore } from './compare-context';
import type { CompareStore } from './compare-store';
import { isCheckable, type RunVerdicts, useChecks, usePreparedChecks, verdictsOf } from './verdicts';
import { watchRuns } from './watch-runs';

/** What a cell's run says, in figures. */
export interface CellFigure extends CellFacts {
  readonly run: CellRun;
  /** False: it was started with an earlier plan. */
  readonly isUpToDate: boolean;
  /** Of each output of a run that has ended and said something, also of one that `outputs` leaves out. */
  readonly measures: readonly OutputMeasures[];
  /** Of each output, of each check; empty: they do not apply. Columns keep those of runs of before. */
  readonly verdicts: RunVerdicts;
  /** What they say together; null: nothing. */
  readonly verdict: VerdictSummary | null;
}

/** The figures of all cells. */
export interface CellFigures {
  /** What was checked; for a moment still the checks of before. */
  readonly checks: readonly Check[];
  /** Cells with a run. */
  readonly cells: ReadonlyMap<string, CellFigure>;
  /** Runs that have ended. */
  readonly ended: number;
  /** Of these, complete ones that are as the plan says; */
  readonly complete: number;
  /** those that are left out of charts: failed, stopped, cut off; */
  readonly unfinished: number;
  /** and those that were started with an earlier plan. */
  readonly outdated: number;
  /** Some are still being measured. */
  readonly pending: boolean;
}

const NOTHING: CellFigures = {
  checks: NO_CHECKS,
  cells: new Map(),
  ended: 0,
  complete: 0,
  unfinished: 0,
  outdated: 0,
  pending: false,
};
const NO_OUTPUTS: readonly OutputMeasures[] = [];
const NO_VERDICTS: RunVerdicts = [];

/** How long measuring may block the page at a time, and how often the page is told while it goes on; in milliseconds. */
const SLICE_MS = 6;
const REPORT_MS = 200;

const FiguresContext = createContext<CellFigures | null>(null);

/**
 * Measures every run once it has ended, and again only what a change of the plan concerns.
 *
 * @param isWhole what is shown sums figures up: texts of which the page has only the beginning are loaded for them
 * @param choices the choice of a run that is compared, by cell; the first where none is named
 */
export function CellFiguresProvider({ isWhole, choices, children }: FiguresShown & { children: ReactNode }) {
  const compareStore = useCompareStore();
  const checks = usePreparedChecks(useChecks());
  const [figures, setFigures] = useState(NOTHING);
  const watching = useRef<FigureWatch | null>(null);
  useEffect(() => {
    const watch = watchFigures(compareStore, checks, setFigures);
    watching.current = watch;
    return watch.leave;
  }, [compareStore, checks]);
  // Without starting over: what is known stays on the page while the rest comes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another watch has to be told, too.
  useEffect(() => watching.current?.show({ isWhole, choices }), [isWhole, choices, compareStore, checks]);
  return <FiguresContext value={figures}>{children}</FiguresContext>;
}

export function useCellFigures(): CellFigures {
  const figures = useContext(FiguresContext);
  if (!figures) throw new Error('useCellFigures needs a CellFiguresProvider above it');
  return figures;
}

/** Cells whose text is final. */
export function withText({ cells }: CellFigures, of: readonly string[]): string[] {
  return of.filter((cell) => (cells.get(cell)?.text ?? '') !== '');
}

/** The same at this moment: figures are told of at most five times a second, and a press may come before. */
export function withTextNow({ session }: Pick<CompareStore, 'session'>, of: readonly string[]): string[] {
  return of.filter((cell) => {
    const run = session.run(cell);
    return run && stateOf(run).status !== 'streaming' && (wholeOutputsOf(run)[0]?.text ?? '') !== '';
  });
}

/** The last ones that were of all cells: what counts them up does not move while they are measured. */
export function useSettledFigures(): CellFigures {
  const figures = useCellFigures();
  const [settled, setSettled] = useState(NOTHING);
  if (!figures.pending && settled !== figures) setSettled(figures);
  return figures.pending ? settled : figures;
}

type Similar = ((text: string) => number) | null;
/** By run: one that has ended never changes. `similar` compares with the reference that it was measured by. */
const measured = new WeakMap<CellRun, { similar: Similar; outputs: readonly OutputMeasures[] }>();
/** By run, to its choice that was compared last. */
const similarities = new WeakMap<CellRun, { readonly choice: number; readonly similar: Similar }>();

interface FiguresShown {
  readonly isWhole: boolean;
  readonly choices: Readonly<Record<string, number>>;
}

export interface FigureWatch {
  readonly show: (shown: FiguresShown) => void;
  readonly leave: () => void;
}

/** Reports the figures, now and whenever they change, until it is left. */
export function watchFigures(
  { plan, session }: Pick<CompareStore, 'plan' | 'session'>,
  prepared: readonly PreparedCheck[],
  onFigures: (figures: CellFigures) => void,
): FigureWatch {
  const checks = prepared.map(({ check }) => check);
  const figures = new Map<string, CellFigure>();
  let now = plan.view().plan;
  let grid: CellGrid = gridOf(now);
  let reference: PlacedCell | null = null;
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  // Not with the first few of thousands: the page is drawing its first outputs then.
  let reported = performance.now();
  let isFirst = true;
  let isToldAll = false;
  let isWhole = false;
  let choices: FiguresShown['choices'] = {};
  let hasLeft = false;

  function take(): void {
    timer = null;
    const until = performance.now() + SLICE_MS;
    for (const cell of changed) {
      changed.delete(cell);
      read(cell);
      if (performance.now() > until) break;
    }
    isToldAll = false;
    const wait = reported + REPORT_MS - performance.now();
    if (wait <= 0 || (isFirst && changed.size === 0)) report();
    if (changed.size > 0) later();
    else if (!isToldAll) later(wait);
  }

  function report(): void {
    reported = performance.now();
    isFirst = false;
    isToldAll = true;
    let [complete, unfinished, outdated] = [0, 0, 0];
    for (const { status, ...figure } of figures.values()) {
      if (status === 'streaming') continue;
      if (!figure.isUpToDate) outdated += 1;
      else if (status === 'complete') complete += 1;
      else unfinished += 1;
    }
    const ended = complete + unfinished + outdated;
    const counts = { ended, complete, unfinished, outdated };
    onFigures({ checks, cells: new Map(figures), ...counts, pending: changed.size > 0 });
  }

  function read(cell: string): void {
    const place = grid.place(cell);
    const run = session.run(cell);
    if (!place || !run) {
      figures.delete(cell);
      return;
    }
    const { status } = stateOf(run);
    const figure = {
      run,
      status,
      isUpToDate: true,
      outputs: NO_OUTPUTS,
      measures: NO_OUTPUTS,
      verdicts: NO_VERDICTS,
      verdict: null,
      text: null,
      identity: null,
    };
    if (status === 'streaming') {
      figures.set(cell, figure);
      return;
    }
    const current = isUpToDate(run, now, cell) !== false;
    const isComplete = status === 'complete';
    if (isWhole && isComplete && current) {
      void loadWholeOutputs(run).then((isMore) => {
        if (!isMore || hasLeft) return;
        measured.delete(run);
        similarities.delete(run);
        note(cell);
      });
    }
    const written = wholeOutputsOf(run);
    const verdicts = isCheckable(run, now, cell)
      ? verdictsOf({ run, plan: now, cell, outputs: written }, prepared, () => note(cell))
      : NO_VERDICTS;
    const [first] = written;
    // A run that failed before its first word said nothing.
    const output = isComplete || first?.text ? first : undefined;
    const isSaid = isComplete || written.some(({ text }) => text !== '');
    const measures = isSaid ? measure(run, written, place, verdicts) : NO_OUTPUTS;
    figures.set(cell, {
      ...figure,
      isUpToDate: current,
      verdicts,
      verdict: summarizeVerdicts(checks, verdicts),
      text: output?.text ?? null,
      identity: output && isComplete && current ? textIdentity(output.text, output.length) : null,
      measures,
      outputs: isComplete && current ? measures : NO_OUTPUTS,
    });
  }

  function measure(
    run: CellRun,
    written: readonly MeasuredOutput[],
    place: PlacedCell,
    verdicts: RunVerdicts,
  ): readonly OutputMeasures[] {
    const compared = referenceFor(place);
    const similar = compared && similarTo(compared, comparedChoice());
    const before = measured.get(run);
    const outputs =
      before?.similar === similar ? before.outputs : written.map((output) => measureOutput(output, similar));
    measured.set(run, { similar, outputs });
    return outputs.map((output, choice) => withVerdicts(output, checks, verdicts.slice(choice, choice + 1)));
  }

  /** Of the reference. */
  function comparedChoice(): number {
    return choices[now.referenceId ?? ''] ?? 0;
  }

  /** The run that this cell's outputs are compared with: the reference's, for the same input. */
  function referenceFor({ input }: PlacedCell): CellRun | null {
    const cell = reference && grid.at({ ...reference, input });
    const run = cell ? session.run(cell) : null;
    if (!run) return null;
    const { status } = stateOf(run);
    // Columns are compared with what there is.
    return status === 'complete' || (status !== 'streaming' && kindOf(now) === 'columns') ? run : null;
  }

  /** Also with each cell that is compared with this one. */
  function note(cell: string): void {
    changed.add(cell);
    const place = reference && grid.place(cell);
    if (reference && place && isReference(place, reference)) {
      for (const other of grid.cells) if (other.input === place.input) changed.add(other.cell);
    }
    later();
  }

  function takePlan(): void {
    now = plan.view().plan;
    grid = gridOf(now);
    reference = now.referenceId == null ? null : grid.place(now.referenceId);
    for (const cell of figures.keys()) changed.add(cell);
    for (const { cell } of grid.cells) if (session.run(cell)) changed.add(cell);
    later();
  }

  function later(wait = 0): void {
    if (!hasLeft) timer ??= setTimeout(take, wait);
  }

  const ends = [
    watchRuns(session, note),
    plan.subscribe(() => {
      if (plan.view().plan !== now) takePlan();
    }),
  ];
  takePlan();
  return {
    show(next) {
      const before = comparedChoice();
      choices = next.choices;
      if ((next.isWhole && !isWhole) || comparedChoice() !== before) takePlan();
      isWhole = next.isWhole;
    },
    leave() {
      hasLeft = true;
      for (const end of ends) end();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function isReference(place: PlacedCell, { row, column, repeat }: PlacedCell): boolean {
  return place.row === row && place.column === column && place.repeat === repeat;
}

function similarTo(run: CellRun, choice: number): Similar {
  const known = similarities.get(run);
  if (known?.choice === choice) return known.similar;
  const outputs = wholeOutputsOf(run);
  const output = outputs[choice] ?? outputs[0];
  const similar =
    output && (output.text !== '' || stateOf(run).status === 'complete') ? similarityTo(output.text) : null;
  similarities.set(run, { choice, similar });
  return similar;
}
