'use client';

import { isUpToDate } from '@/lib/compare/client/cell-run';
import {
  queueLabel,
  useCellRun,
  usePlan,
  useQueuePosition,
  useSession,
} from '@/lib/compare/client/compare-context';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import type { RunView } from '@/lib/runs/client/run-view';
import { STATUS_LABELS, statusLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';

export type CellTone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

export interface CellStatus {
  /** The status in a word or two. */
  readonly label: string;
  readonly tone: CellTone;
  /** `none`: not run; `waiting`: queued; `refused`: could not be started. */
  readonly state: RunStatus | 'none' | 'waiting' | 'refused';
  readonly problem: string | null;
  /** False: the settings were changed since the run. */
  readonly isUpToDate: boolean;
}

/** Said of a run that was started with other settings than its cell has now. */
export const SETTINGS_CHANGED = 'Settings changed since this run';

/** The status of one repeat of a cell. */
export function useCellStatus(cell: string): CellStatus {
  const run = useCellRun(cell);
  const queuePosition = useQueuePosition(cell);
  const refused = useSession(({ queue }) => queue.refused.find((one) => one.cell === cell)?.message ?? null);
  const upToDate = usePlan(({ plan }) => (run ? isUpToDate(run, plan, cell) : null)) !== false;
  const store = run?.store ?? null;
  const view = useRunView(store, (current) => current);
  const own = { problem: null, isUpToDate: upToDate };
  if (queuePosition >= 0)
    return { ...own, label: queueLabel(queuePosition), tone: 'accent', state: 'waiting' };
  if (refused !== null && view?.phase !== 'writing' && view?.phase !== 'waiting')
    return { ...own, label: 'Not run', tone: 'bad', state: 'refused', problem: refused };
  if (!view) return { ...own, label: 'Not run yet', tone: 'neutral', state: 'none' };
  return statusOfRun(view, upToDate);
}

/** The status of a cell that shows this run, and neither waits nor was refused. */
export function statusOfRun(view: RunView, isUpToDate: boolean): CellStatus {
  const { label, tone } = statusLabel(view);
  const { error } = view;
  const problem = error && (error.status === null ? error.message : `${error.status}: ${error.message}`);
  return { label, tone, state: view.status, problem, isUpToDate };
}

export function stateLabel(state: CellStatus['state']): string {
  if (state === 'none') return 'Not run yet';
  if (state === 'waiting') return 'Waiting';
  if (state === 'refused') return 'Not run';
  return STATUS_LABELS[state].label;
}
