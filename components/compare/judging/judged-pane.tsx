'use client';

import { useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { Kbd } from '@/components/ui/kbd';
import { useCellRun, usePlan } from '@/lib/compare/client/compare-context';
import { useWholeStore } from '@/lib/compare/client/use-whole-store';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { requestOfCell } from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { settingText } from '@/lib/compare/model/settings-table';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';

/** One output: a number and a text, and after the vote its name and settings. */
export function JudgedPane({
  cell,
  number,
  isChosen,
  isRevealed,
  onChoose,
}: {
  cell: string;
  /** Of its place, from 1: letters would look like those of the columns. */
  number: number;
  isChosen: boolean;
  isRevealed: boolean;
  onChoose: () => void;
}) {
  const store = useWholeStore(useCellRun(cell));
  const plan = usePlan((view) => view.plan);
  const text = useMemo(() => {
    if (!store) return '';
    const [choice] = store.state.choices;
    return choice ? choice.text.slice(echoedUnits(store.view().startRequest.request, choice)) : '';
  }, [store]);
  return (
    <div
      data-judged={number}
      className={cx('flex min-h-0 flex-col bg-bg', isChosen && 'shadow-[inset_0_0_0_2px_var(--accent)]')}
    >
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 border-b px-4 py-1.5">
        {isRevealed ? (
          <>
            <span className="font-semibold">{number}</span>
            <span className="min-w-0 font-medium wrap-anywhere">{cellName(plan, cell)}</span>
            {isChosen && <span className="text-xs text-accent">Your vote</span>}
            <span className="basis-full text-xs wrap-anywhere text-ink-3">{cellLabel(plan, cell)}</span>
          </>
        ) : (
          <label className="flex h-7 flex-1 items-center gap-2 font-semibold pointer-coarse:h-10">
            <input
              type="radio"
              name="verdict"
              aria-label={`${number} is best`}
              checked={isChosen}
              onChange={onChoose}
              className="size-4 accent-(--accent)"
            />
            {number}
            <Kbd keys={String(number)} className="ml-auto" />
          </label>
        )}
      </div>
      <section
        ref={focusableScroller}
        aria-label={`Output ${number}`}
        className="text-model min-h-0 flex-1 overflow-y-auto px-4 py-3 wrap-anywhere whitespace-pre-wrap -outline-offset-2"
      >
        {text}
      </section>
    </div>
  );
}

/** `model · Temperature 0.5`: all that it sent, apart from how it was delivered. */
function cellLabel(plan: ComparisonPlan, cell: string): string {
  const requested = requestOfCell(plan, cell);
  if (!requested) return '';
  const settings = PARAMETER_NAMES.flatMap((name) => {
    const value = name === 'retries' ? undefined : requested.request[name];
    return value === undefined || name === 'stream' || name === 'user'
      ? []
      : [`${parameterSpec(name).label} ${settingText(name, value)}`];
  });
  return [requested.request.model, ...settings].join(' · ');
}
