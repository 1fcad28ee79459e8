import type { SweepRun } from '@/lib/compare/model/comparisons';
import { type CellRequest, type ComparisonPlan, requestOfCell } from '@/lib/compare/model/plan';
import { expectedChoices } from '@/lib/protocol/request/completion-request';
import { sameValue } from '@/lib/protocol/request/settings';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { openSession, storeOfRun } from '@/lib/runs/client/run-session';
import { createRunStore, type RunStore } from '@/lib/runs/client/run-store';
import type { StartRequest } from '@/lib/runs/client/run-view';
import type { RunDetail } from '@/lib/runs/model/runs';

/** The run that a cell shows. Another run is another object. */
export interface CellRun {
  readonly runId: string;
  readonly store: RunStore;
  /** A run of the history, shown until the cell has one of its own. */
  readonly isHistory: boolean;
  /** What the plan said when it was run; null: something else than it says now, or a run of the history. */
  readonly answers: CellRequest | null;
  /** A cell of a sweep as it was told: its text may be cut, its tokens are not there. Null for all others. */
  readonly light: SweepRun | null;
  /** Leaves it; it goes on without this page. */
  close(): void;
}

const nothing = () => undefined;

/** A run that begins now. Its events come by the stream of the comparison. */
export function startedRun(runId: string, answers: CellRequest): CellRun {
  const { request } = answers;
  const choiceCount = expectedChoices(request);
  const store = createRunStore({
    ask: askOf(answers),
    choiceCount,
    runId,
    // As one that is joined: when it began to wait is known to the server only.
    state: emptyRunState(choiceCount),
  });
  return { runId, store, isHistory: false, answers, light: null, close: nothing };
}

/** A run of the history, followed on a stream of its own where it is still going. */
export function historyRun(run: RunDetail): CellRun {
  const { store, close } = openSession(run);
  return { runId: run.id, store, isHistory: true, answers: null, light: null, close };
}

/** A column's own run, as the comparison told it. What is still coming comes by the stream of the comparison. */
export function columnRun(run: RunDetail, answers: CellRequest | null): CellRun {
  return { runId: run.id, store: storeOfRun(run), isHistory: false, answers, light: null, close: nothing };
}

/** The same for a cell of a sweep, which does not tell its request: `planned` is what the plan says of the cell now. */
export function sweepRun(run: SweepRun, planned: CellRequest, asPlanned: boolean): CellRun {
  const state: RunState = {
    status: run.status,
    choices: run.choices.map(({ index, text, finishReason }) => ({
      index,
      text,
      finishReason,
      tokens: null,
    })),
    usage: run.usage,
    response: null,
    attempts: [],
    error: run.error,
    timings: run.timings,
  };
  const store = createRunStore({
    ask: { ...askOf(planned), connectionId: run.connectionId, connectionName: run.connectionName },
    choiceCount: run.choiceCount,
    runId: run.id,
    state,
    startedAt: Math.min(Date.parse(run.createdAt), Date.now()),
  });
  return {
    runId: run.id,
    store,
    isHistory: false,
    answers: asPlanned ? planned : null,
    // One that is going on is told anew from its beginning, whole.
    light: run.status === 'streaming' ? null : run,
    close: nothing,
  };
}

/** Whether the run answers what the plan says now. Null for one of the history: it answers itself. */
export function isUpToDate(run: CellRun, plan: ComparisonPlan, cell: string): boolean | null {
  if (run.isHistory) return null;
  return run.answers !== null && sameValue(run.answers, requestOfCell(plan, cell));
}

function askOf({ connectionId, request, retries }: CellRequest): StartRequest {
  return { connectionId, connectionName: null, request, retries: retries ?? null };
}
