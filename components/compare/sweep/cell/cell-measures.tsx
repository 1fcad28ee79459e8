'use client';

import { type ReactNode, useMemo } from 'react';
import { choiceName } from '@/components/runs/choice-name';
import { cx } from '@/components/ui/cx';
import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import { useCellRun } from '@/lib/compare/client/compare-context';
import { outputsOf } from '@/lib/compare/client/sweep-measures';
import { useWholeStore } from '@/lib/compare/client/use-whole-store';
import { measuredOutput } from '@/lib/compare/model/measured-output';
import {
  MEASURE_NAMES,
  type MeasureName,
  measureOutput,
  measureSpec,
  measureText,
  type OutputMeasures,
  RUN_MEASURES,
} from '@/lib/compare/model/measures';
import { promptList } from '@/lib/protocol/request/prompts';
import { finishReasonLabel } from '@/lib/protocol/run/finish-reason';
import { capitalized } from '@/lib/protocol/text/capitalized';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';

interface MeasuredChoice {
  readonly name: string;
  readonly measures: OutputMeasures;
}

/** The measures of a run's outputs: of the only one, or of all choices beside each other. */
export function CellMeasures({ cell }: { cell: string }) {
  const run = useCellRun(cell);
  const store = useWholeStore(run);
  const live = useRunView(run?.store ?? null, (view) => view !== null && isLive(view));
  const choices = useMemo((): MeasuredChoice[] => {
    if (!run || !store || live) return [];
    const { request } = store.view().startRequest;
    const outputs =
      store === run.store
        ? outputsOf(run)
        : store.state.choices.flatMap((_, index) => measuredOutput(store.state, request, index) ?? []);
    // A run that failed before its first token has nothing to measure.
    if (outputs.every(({ text }) => text === '')) return [];
    const prompts = promptList(request.prompt).length;
    return outputs.map((output, index) => ({
      name: choiceName(index, request.n ?? 1, prompts),
      measures: measureOutput(output),
    }));
  }, [run, store, live]);
  const [first] = choices;
  if (!first) return null;
  const has = (name: MeasureName) => choices.some(({ measures }) => measures.values[name] !== null);
  const names = MEASURE_NAMES.filter(has);
  return (
    <section aria-label="Measures" className="shrink-0 border-b px-4 py-3">
      <h3 className="mb-1.5 text-xs font-medium text-ink-2">Measures</h3>
      {choices.length === 1 ? (
        <MeasureList names={names} measures={first.measures}>
          <Entry term="Finish reason" isWide>
            {finishReasonLabel(first.measures.finishReason)}
          </Entry>
        </MeasureList>
      ) : (
        <>
          <MeasureList names={names.filter((name) => RUN_MEASURES.has(name))} measures={first.measures} />
          <ChoiceTable names={names.filter((name) => !RUN_MEASURES.has(name))} choices={choices} />
        </>
      )}
    </section>
  );
}

function MeasureList({
  names,
  measures,
  children,
}: {
  names: readonly MeasureName[];
  measures: OutputMeasures;
  children?: ReactNode;
}) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-x-6 gap-y-1 text-xs">
      {names.map((name) => (
        <Entry key={name} measure={name} term={measureSpec(name).label} title={measureSpec(name).description}>
          {valueText(name, measures)}
        </Entry>
      ))}
      {children}
    </dl>
  );
}

function Entry({
  measure,
  term,
  title,
  isWide = false,
  children,
}: {
  measure?: MeasureName;
  term: string;
  title?: string;
  /** A sentence, which has a row of its own. */
  isWide?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={cx('flex items-baseline gap-2', isWide ? 'col-span-full' : 'justify-between')}
      data-measure={measure}
    >
      <dt className={cx('text-ink-3', isWide ? 'shrink-0' : 'truncate')} title={title}>
        {term}
      </dt>
      <dd className={cx('min-w-0 text-ink tabular-nums', !isWide && 'truncate')}>{children}</dd>
    </div>
  );
}

/** One column for each choice; many scroll sideways beside the names of the measures. */
function ChoiceTable({
  names,
  choices,
}: {
  names: readonly MeasureName[];
  choices: readonly MeasuredChoice[];
}) {
  return (
    <FocusableScroller label="Measures for each choice" className="mt-2 overflow-x-auto">
      <table className="w-full text-xs">
        <thead>
          <tr>
            <td className={LABEL_STYLE} />
            {choices.map(({ name }) => (
              <th key={name} scope="col" className={VALUE_STYLE}>
                {capitalized(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name} data-measure={name}>
              <th scope="row" title={measureSpec(name).description} className={LABEL_STYLE}>
                {measureSpec(name).label}
              </th>
              {choices.map((choice) => (
                <td key={choice.name} className={VALUE_STYLE}>
                  {valueText(name, choice.measures)}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row" className={cx(LABEL_STYLE, 'align-top')}>
              Finish reason
            </th>
            {choices.map(({ name, measures }) => (
              <td key={name} className={cx(VALUE_STYLE, 'max-w-48 whitespace-normal!')}>
                {finishReasonLabel(measures.finishReason)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </FocusableScroller>
  );
}

const LABEL_STYLE = 'sticky left-0 bg-surface py-0.5 pr-3 text-left font-normal whitespace-nowrap text-ink-3';
const VALUE_STYLE = 'py-0.5 pl-4 text-right font-normal whitespace-nowrap text-ink tabular-nums';

function valueText(name: MeasureName, measures: OutputMeasures): string {
  const value = measures.values[name];
  return value === null ? '–' : measureText(name, value, measures);
}
