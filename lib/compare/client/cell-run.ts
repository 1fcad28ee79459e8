import type { Comparison, ComparisonDetail, SweepRun } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { type CellRequest, requestOfCell } from '@/lib/compare/model/plan-cells';
import { expectedChoices } from '@/lib/protocol/request/completion-request';
import { sameValue } from '@/lib/protocol/request/settings';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { openSession, storeOfRun } from '@/lib/runs/client/run-session';
import { createRunStore, type RunStore } from '@/lib/runs/client/run-store';
import type { RunDetail } from '@/lib/runs/model/runs';

export interface LightCellRun extends SweepRun {
  readonly comparisonId: string;
  /** What it answers, derived from the plan. */
  readonly request: () => CellRequest['request'];
}

/** The run that a cell shows. When the cell shows another run, it is another object. */
export interface CellRun {
  readonly runId: string;
  readonly store: RunStore;
  /** A run of the history, shown until the cell has one of its own. */
  readonly isHistory: boolean;
  /**
   * The cell's request when the run was started. Null when the run was started with something else than the
   * plan says now, or is a run of the history.
   */
  readonly answers: CellRequest | null;
  /**
   * A cell of a sweep as the server sent it: its text may be cut and its tokens are missing. Null for all
   * others.
   */
  readonly light: LightCellRun | null;
  /** Stops following; the run continues without this page. */
  close(): void;
}

const nothing = () => undefined;

/** The runs of a comparison's detail, by cell. */
export function runsOfDetail(detail: ComparisonDetail): [string, CellRun][] {
  const { plan } = detail.comparison;
  if (detail.kind === 'sweep') {
    return detail.cells.flatMap(({ cell, isUpToDate, run }): [string, CellRun][] =>
      run === null ? [] : [[cell, sweepRun(run, detail.comparison, cell, isUpToDate !== false)]],
    );
  }
  return detail.cells.flatMap(({ cell, isUpToDate, run }): [string, CellRun][] => {
    if (run === null) return [];
    if (isUpToDate === null) return [[cell, historyRun(run)]];
    // New events come on the stream of the comparison.
    const own = { runId: run.id, store: storeOfRun(run), isHistory: false, light: null, close: nothing };
    return [[cell, { ...own, answers: isUpToDate ? requestOfCell(plan, cell) : null }]];
  });
}

/** A run that starts now. Its events come on the stream of the comparison. */
export function startedRun(runId: string, answers: CellRequest): CellRun {
  const { connectionId, request, retries = null } = answers;
  const choiceCount = expectedChoices(request);
  const store = createRunStore({
    startRequest: { connectionId, connectionName: null, request, retries },
    choiceCount,
    runId,
    // As for a run that is joined: only the server knows when it began to wait.
    state: emptyRunState(choiceCount),
  });
  return { runId, store, isHistory: false, answers, light: null, close: nothing };
}

/** A run of the history, followed on its own stream while it is still running. */
export function historyRun(run: RunDetail): CellRun {
  const { store, close } = openSession(run);
  return { runId: run.id, store, isHistory: true, answers: null, light: null, close };
}

/** A cell's own run as the detail of a sweep has it, without its request: what the plan says about it now. */
export function sweepRun(
  run: SweepRun,
  { id, plan }: Pick<Comparison, 'id' | 'plan'>,
  cell: string,
  isCurrent: boolean,
): CellRun {
  const planned = derivedRequest(plan, cell);
  let store: RunStore | null = null;
  const shown: CellRun = {
    runId: run.id,
    // Made when something reads it: most of thousands are not on the screen.
    get store() {
      store ??= storeOfLight(run, planned);
      return store;
    },
    isHistory: false,
    get answers() {
      return isCurrent ? planned() : null;
    },
    // A run that is still going is replayed whole by the stream.
    light: run.status === 'streaming' ? null : { ...run, comparisonId: id, request: () => planned().request },
    close: nothing,
  };
  compared.set(shown, { plan, isSame: isCurrent });
  return shown;
}

function storeOfLight(run: SweepRun, planned: () => CellRequest): RunStore {
  const choices = run.choices.map(({ index, text, finishReason }) => ({
    index,
    text,
    finishReason,
    tokens: null,
  }));
  const { status, usage, error, timings, cost } = run;
  const state = {
    status,
    choices,
    usage,
    error,
    timings,
    response: null,
    attempts: [],
    ...(cost && { cost }),
  };
  return createRunStore({
    startRequest: {
      connectionId: run.connectionId,
      connectionName: run.connectionName,
      get request() {
        return planned().request;
      },
      get retries() {
        return planned().retries ?? null;
      },
    },
    choiceCount: run.choiceCount,
    runId: run.id,
    state,
    startedAt: Math.min(Date.parse(run.createdAt), Date.now()),
  });
}

/** What is asked of all runs is read from here: thousands of light ones need no store for it. */
export function stateOf(run: CellRun): Pick<RunState, 'status' | 'timings' | 'cost'> {
  return run.light ?? run.store.state;
}

/** More may come of it. */
export function isLiveRun(run: CellRun): boolean {
  return stateOf(run).status === 'streaming';
}

/** The request of a cell, derived again once nobody holds it: thousands of cells may have long prompts. */
function derivedRequest(plan: ComparisonPlan, cell: string): () => CellRequest {
  let held: WeakRef<CellRequest> | null = null;
  return () => {
    const before = held?.deref();
    if (before !== undefined) return before;
    const request = requestOfCell(plan, cell);
    if (request === null) throw new Error('The plan has no such cell.');
    held = new WeakRef(request);
    return request;
  };
}

/** What each run was last compared with: plans are not changed in place. */
const compared = new WeakMap<CellRun, { readonly plan: ComparisonPlan; readonly isSame: boolean }>();

/**
 * Whether the run matches what the plan says now. Null for a run of the history, which the plan does not
 * describe.
 */
export function isUpToDate(run: CellRun, plan: ComparisonPlan, cell: string): boolean | null {
  if (run.isHistory) return null;
  const known = compared.get(run);
  if (known?.plan === plan) return known.isSame;
  const { answers } = run;
  const isSame = answers !== null && sameValue(answers, requestOfCell(plan, cell));
  compared.set(run, { plan, isSame });
  return isSame;
}
