'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';
import type { CellRun } from './cell-run';
import { useCompareStore } from './compare-context';
import type { ComparisonSession } from './comparison-session';
import { watchRuns } from './watch-runs';

/** What a cell's run produced, once it has ended: this is what gets compared. */
export interface EndedOutput {
  readonly cell: string;
  readonly run: CellRun;
  /** Index of the choice in the run. */
  readonly choice: number;
  /** The whole text of the choice. */
  readonly text: string;
  /** UTF-16 offset at which the completion begins, behind an echoed prompt. */
  readonly from: number;
  /** The text after `from`. */
  readonly completion: string;
}

/**
 * The outputs of these cells that have ended, in their order; null for a cell without one. The list changes
 * only when a run ends, or a cell shows another run or choice; growing texts do not change it.
 */
export function useEndedOutputs(
  cells: readonly string[],
  choices: Readonly<Record<string, number>>,
): readonly (EndedOutput | null)[] {
  const { session } = useCompareStore();
  // Compared by content, because callers pass new lists all the time.
  const cellKey = cells.join(' ');
  const choiceKey = cells.map((cell) => choices[cell] ?? 0).join(' ');
  const list = useMemo(() => cellKey.split(' ').filter((cell) => cell !== ''), [cellKey]);
  const subscribe = useCallback((listener: () => void) => watchRuns(session, listener), [session]);
  const read = () => endedKey(session, list);
  const ended = useSyncExternalStore(subscribe, read, read);
  return useMemo(() => {
    const choiceIndexes = choiceKey.split(' ').map(Number);
    const isOver = ended.split(' ').map((runId) => runId !== '-');
    return list.map((cell, at) => (isOver[at] ? outputOf(session, cell, choiceIndexes[at] ?? 0) : null));
  }, [session, list, ended, choiceKey]);
}

/** The ended run of each cell. */
function endedKey(session: ComparisonSession, cells: readonly string[]): string {
  return cells
    .map((cell) => {
      const run = session.run(cell);
      return run && run.store.state.status !== 'streaming' ? run.runId : '-';
    })
    .join(' ');
}

function outputOf(session: ComparisonSession, cell: string, choiceIndex: number): EndedOutput | null {
  const run = session.run(cell);
  if (!run || run.store.state.status === 'streaming') return null;
  const { state } = run.store;
  const { request } = run.store.view().startRequest;
  const choice = choiceIndex < state.choices.length ? choiceIndex : 0;
  const chosen = state.choices[choice];
  // A run that failed before its first word has nothing to compare.
  if (!chosen || (chosen.text === '' && state.status !== 'complete')) return null;
  const { text } = chosen;
  const from = echoedUnits(request, chosen);
  return { cell, run, choice, text, from, completion: text.slice(from) };
}
