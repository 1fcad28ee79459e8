'use client';

import { isUpToDate } from '@/lib/compare/client/cell-run';
import { useCellRun, useCellTurn, usePlan, useSession } from '@/lib/compare/client/compare-context';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import { STATUS_WORDS, statusWord } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';

export type CellTone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

export interface CellStatus {
  /** The status in a word or two. */
  readonly word: string;
  readonly tone: CellTone;
  /** `none`: not run; `waiting`: queued; `refused`: could not be started. */
  readonly state: RunStatus | 'none' | 'waiting' | 'refused';
  readonly problem: string | null;
  /** False: the settings were changed since the run. */
  readonly asPlanned: boolean;
}

/** The status of one repeat of a cell. */
export function useCellStatus(cell: string): CellStatus {
  const run = useCellRun(cell);
  const turn = useCellTurn(cell);
  const refused = useSession(({ queue }) => queue.refused.find((one) => one.cell === cell)?.message ?? null);
  const asPlanned = usePlan(({ plan }) => (run ? isUpToDate(run, plan, cell) : null)) !== false;
  const store = run?.store ?? null;
  const view = useRunView(store, (current) => current);
  if (turn >= 0) {
    return { word: turnLabel(turn), tone: 'accent', state: 'waiting', problem: null, asPlanned };
  }
  if (refused !== null && view?.phase !== 'writing' && view?.phase !== 'waiting') {
    return { word: 'Not run', tone: 'bad', state: 'refused', problem: refused, asPlanned: true };
  }
  if (!view) return { word: 'Not run yet', tone: 'neutral', state: 'none', problem: null, asPlanned: true };
  const { word, tone } = statusWord(view);
  const { error } = view;
  const problem = error && (error.status === null ? error.message : `${error.status}: ${error.message}`);
  return { word, tone, state: view.status, problem, asPlanned };
}

export function stateLabel(state: CellStatus['state']): string {
  if (state === 'none') return 'Not run yet';
  if (state === 'waiting') return 'Waiting';
  if (state === 'refused') return 'Not run';
  return STATUS_WORDS[state].word;
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** `Waiting, 12th`. */
export function turnLabel(before: number): string {
  const place = before + 1;
  return before === 0 ? 'Waiting, next' : `Waiting, ${place}${ENDINGS[ORDINALS.select(place)]}`;
}
