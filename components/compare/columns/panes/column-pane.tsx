'use client';

import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { PromptToggleOfRun } from '@/components/runs/prompt-toggle';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import { useCellRun } from '@/lib/compare/client/compare-context';
import { useColumn, usePlanPart, useVariants } from '@/lib/compare/client/plan-actions';
import { columnPrompt } from '@/lib/compare/client/prompt-places';
import { isAsFirst } from '@/lib/compare/model/plan-cells';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { PromptFields } from '../../prompt/prompt-fields';
import { CellOutput } from '../../sweep/cell/cell-output';
import { SETTINGS_CHANGED, useCellStatus } from '../../sweep/grid/cell-status';
import { VerdictLine } from '../../verdicts/verdict-line';
import { useCompareView } from '../../view-state';
import { columnTitle } from '../column-title';
import { comparedChoiceName } from '../compared-choice';
import { useComparisonResults } from '../comparison-results';
import { ChangedText } from './changed-text';
import { ChoicePicker } from './choice-picker';
import { DiffMarks } from './diff-marks';
import { DivergenceStrip } from './divergence-strip';
import { OnlyDifferences } from './only-differences';

/** The output of one column with its status, notes and differences. */
export function ColumnPane({ id, at }: { id: string; at: number }) {
  const column = useColumn(id);
  const run = useCellRun(id);
  const store = run?.store ?? null;
  const { state, label, isUpToDate } = useCellStatus(id);
  const names = useColumnNames();
  const live = useRunView(store, (view) => view !== null && isLive(view));
  const { show, choices } = useCompareView();
  const { outputs, differences, divergences, reference, same } = useComparisonResults();
  const figures = useCellFigures();
  const [expanded, setExpanded] = useState(false);
  const duplicate = live ? undefined : same[id];
  const first = useCellRun(duplicate ?? '')?.store ?? null;
  useEffect(() => {
    if (duplicate === undefined) setExpanded(false);
  }, [duplicate]);
  const alone = useVariants((columns) => columns.length === 1);
  const isCopy = usePlanPart((plan) => at > 0 && isAsFirst(plan, id));
  if (!column) return null;

  const title = columnTitle(column, at);
  const name = names[id] ?? title;
  const waits = state === 'waiting';
  const difference = live || waits ? undefined : differences?.byKey[id];
  const divergence = live || waits ? undefined : divergences[id];
  // The other views show the compared choice alone. Where all choices are shown, only equal ones are hidden.
  const hidesNothing = show !== 'text' || hasOnlyTextsOf(store, first);
  const collapsed = duplicate !== undefined && hidesNothing && !expanded;
  const compared = show === 'text' ? undefined : difference;
  const output = outputs.find((one) => one?.cell === id);
  const verdict = figures.cells.get(id)?.verdict;
  const choiceCompared = output ? comparedChoiceName(output) : null;

  return (
    <section aria-label={`Column ${title}`} aria-busy={live || waits} className="compare-pane border-r">
      <div className="min-w-0">
        {column.prompt !== undefined && (
          <div className="shrink-0 border-b px-4 py-1.5">
            <PromptFields
              key={String(Array.isArray(column.prompt))}
              place={columnPrompt(id)}
              label={`Prompt of column ${title}`}
              bare
              className="max-h-32"
            />
          </div>
        )}
        {run?.isHistory && <PaneNote>From your history.</PaneNote>}
        {!isUpToDate && !live && !waits && <PaneNote>{SETTINGS_CHANGED}.</PaneNote>}
        {waits && <PaneNote tone="text-accent">{label}</PaneNote>}
        {divergence && (
          <DivergenceStrip
            cell={id}
            divergence={divergence}
            name={name}
            reference={names[reference?.cell ?? ''] ?? 'the reference'}
          />
        )}
        {verdict && !live && !waits && (
          <PaneNote>
            <VerdictLine pass={verdict.pass} label={verdict.label} why={verdict.reasons.join(' · ')} wraps />
          </PaneNote>
        )}
        {difference && !collapsed && (
          <PaneNote>
            {difference.note && <>{difference.note} </>}
            {difference.summary}
          </PaneNote>
        )}
        {!live && !waits && <ChoicePicker id={id} store={store} />}
        {/* In a wide window it is beside the outputs, for all of them. */}
        <div className="flex border-b px-2 py-0.5 empty:hidden wide:hidden">
          <PromptToggleOfRun store={store} />
        </div>
        {duplicate !== undefined && !hidesNothing && (
          <PaneNote>
            {choiceCompared}: same text as {names[duplicate] ?? 'another'}.
          </PaneNote>
        )}
      </div>
      <div className="flex min-h-0 min-w-0 flex-col">
        <CellOutput
          cell={id}
          store={store}
          noun="column"
          overlay={(index, text) => index === (choices[id] ?? 0) && <DiffMarks cell={id} text={text} />}
          instead={
            collapsed ? (
              <div className="flex flex-1 flex-col items-start gap-2 px-4 py-3 text-ink-2">
                <p>
                  Same {choiceCompared === null ? 'text' : 'texts'} as {names[duplicate] ?? 'another'}.
                </p>
                <Button size="sm" onClick={() => setExpanded(true)}>
                  Show
                </Button>
              </div>
            ) : compared && show === 'changes' ? (
              <ChangedText parts={compared.parts} label={`Changes in ${name}`} />
            ) : compared && show === 'only' ? (
              <OnlyDifferences difference={compared} label={`Differences in ${name}`} />
            ) : undefined
          }
          nothing={
            <>
              <p>{waits ? 'Nothing yet' : 'Not run yet'}</p>
              {alone && !waits && <p className="mt-1">Add columns to compare other settings or models.</p>}
              {isCopy && !waits && (
                <p className="mt-1">Same settings as A. Select a value above to change it.</p>
              )}
            </>
          }
        />
      </div>
    </section>
  );
}

/** Whether every choice of a run has the text of some choice of the other. */
function hasOnlyTextsOf(own: RunStore | null, other: RunStore | null): boolean {
  if (!own || !other) return false;
  const texts = new Set(other.state.choices.map(({ text }) => text));
  return own.state.choices.every(({ text }) => texts.has(text));
}

/** A, B, C …, or the given names, by column. */
function useColumnNames(): Readonly<Record<string, string>> {
  const columns = useVariants((columns) => columns);
  return useMemo(
    () =>
      Object.fromEntries(columns.map((column, at) => [column.id, column.name ?? columnTitle(column, at)])),
    [columns],
  );
}

/** A quiet line above an output. */
function PaneNote({ tone = 'text-ink-2', children }: { tone?: string; children: ReactNode }) {
  return <p className={cx('shrink-0 border-b px-4 py-1 text-xs', tone)}>{children}</p>;
}
