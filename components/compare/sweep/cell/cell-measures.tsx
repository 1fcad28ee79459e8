'use client';

import { useMemo } from 'react';
import { choiceName } from '@/components/runs/choice-name';
import { cx } from '@/components/ui/cx';
import { DataTable } from '@/components/ui/data-table';
import { outputsOf } from '@/lib/compare/client/cell-outputs';
import { useCellRun } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { useWholeStore } from '@/lib/compare/client/use-whole-store';
import { useChecks, usePreparedChecks } from '@/lib/compare/client/verdicts';
import type { Check, Verdict } from '@/lib/compare/model/checks';
import { measuredOutputs } from '@/lib/compare/model/measured-output';
import {
  type MeasureName,
  measureNames,
  measureOutput,
  measureSpec,
  measureText,
  type OutputMeasures,
  RUN_MEASURES,
  verdictNames,
  withVerdicts,
} from '@/lib/compare/model/measures';
import { checksOfCell, judge } from '@/lib/compare/model/run-checks';
import { promptList } from '@/lib/protocol/request/prompts';
import { finishReasonLabel } from '@/lib/protocol/run/finish-reason';
import { capitalized } from '@/lib/protocol/text/capitalized';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { VerdictList } from '../../verdicts/verdict-list';
import { CellPart } from './cell-part';

interface MeasuredChoice {
  readonly name: string;
  readonly measures: OutputMeasures;
  /** Of each check; empty when the run is not complete. */
  readonly verdicts: readonly Verdict[];
}

/** The measures of a run's outputs: of the only one, or of all choices beside each other. */
export function CellMeasures({ cell }: { cell: string }) {
  const run = useCellRun(cell);
  const store = useWholeStore(run);
  const live = useRunView(run?.store ?? null, (view) => view !== null && isLive(view));
  const all = usePreparedChecks(useChecks());
  const plan = usePlanPart((now) => now);
  const prepared = useMemo(() => checksOfCell(all, plan, cell), [all, plan, cell]);
  const checks = useMemo(() => prepared.map(({ check }) => check), [prepared]);
  const choices = useMemo((): MeasuredChoice[] => {
    if (!run || !store || live) return [];
    const { request } = store.view().startRequest;
    const outputs = store === run.store ? outputsOf(run) : measuredOutputs(store.state, request);
    const isComplete = store.state.status === 'complete';
    // A run that failed before its first token has nothing to measure.
    if (!isComplete && outputs.every(({ text }) => text === '')) return [];
    const prompts = promptList(request.prompt).length;
    return outputs.map((output, index) => {
      const verdicts = isComplete ? judge(prepared, output) : [];
      return {
        name: choiceName(index, request.n ?? 1, prompts),
        measures: withVerdicts(measureOutput(output), checks, isComplete ? [verdicts] : []),
        verdicts,
      };
    });
  }, [run, store, live, prepared, checks]);
  if (choices.length === 0) return null;
  const has = (name: MeasureName) => choices.some(({ measures }) => measures.values[name] != null);
  // Of a single output, the list of its checks says more.
  const listed = new Set<MeasureName>(choices.length === 1 ? verdictNames(checks) : []);
  const names = measureNames(checks).filter((name) => has(name) && !listed.has(name));
  return (
    <>
      {checks.length > 0 && choices.some(({ verdicts }) => verdicts.length > 0) && (
        <CellChecks checks={checks} choices={choices} />
      )}
      <Measures names={names} choices={choices} checks={checks} />
    </>
  );
}

/** The verdicts of each output, with their reasons. */
function CellChecks({ checks, choices }: { checks: readonly Check[]; choices: readonly MeasuredChoice[] }) {
  return (
    <section aria-label="Checks" className="flex shrink-0 flex-col gap-2 border-b px-4 py-3">
      <h3 className="text-xs font-medium text-ink-2">Checks</h3>
      {choices.map(({ name, verdicts }) => (
        <div key={name}>
          {choices.length > 1 && <h4 className="mb-0.5 text-xs text-ink-3">{capitalized(name)}</h4>}
          <VerdictList
            checks={checks}
            verdicts={verdicts}
            label={choices.length > 1 ? `Checks for ${name}` : 'Verdicts'}
          />
        </div>
      ))}
    </section>
  );
}

interface MeasuresProps {
  names: readonly MeasureName[];
  choices: readonly MeasuredChoice[];
  checks: readonly Check[];
}

function Measures({ names, choices, checks }: MeasuresProps) {
  const several = choices.length > 1;
  const rowsOf = (shown: readonly MeasureName[], of: readonly MeasuredChoice[]) =>
    shown.map((name) => {
      const { label, description } = measureSpec(name, checks);
      return [
        <span key="label" title={description}>
          {label}
        </span>,
        ...of.map((choice) => (
          <span key={choice.name} data-measure={name}>
            {valueText(name, choice.measures)}
          </span>
        )),
      ];
    });
  const reasons = choices.map(({ name, measures }) => (
    <span key={name} className={cx(several && 'block max-w-48 whitespace-normal')}>
      {finishReasonLabel(measures.finishReason)}
    </span>
  ));
  // What a run as a whole has is no choice's own.
  const ofRun = several ? names.filter((name) => RUN_MEASURES.has(name)) : [];
  const ofChoices = names.filter((name) => !ofRun.includes(name));
  return (
    <CellPart label="Measures">
      <DataTable
        label="Measures for each choice"
        {...(several && { heads: [null, ...choices.map(({ name }) => capitalized(name))] })}
        rows={[...rowsOf(ofChoices, choices), ['Finish reason', ...reasons]]}
      />
      {ofRun.length > 0 && (
        <>
          <h4 className="mt-3 mb-1.5 text-xs text-ink-3">Whole run</h4>
          <DataTable label="Measures of the whole run" rows={rowsOf(ofRun, choices.slice(0, 1))} />
        </>
      )}
    </CellPart>
  );
}

function valueText(name: MeasureName, measures: OutputMeasures): string {
  const value = measures.values[name] ?? null;
  return value === null ? '–' : measureText(name, value, measures);
}
