'use client';

import { useMemo } from 'react';
import { useCellRun } from '@/lib/compare/client/compare-context';
import { outputsOf } from '@/lib/compare/client/sweep-measures';
import { useWholeStore } from '@/lib/compare/client/use-whole-store';
import { measuredOutput } from '@/lib/compare/model/measured-output';
import { MEASURE_NAMES, measureOutput, measureSpec, measureText } from '@/lib/compare/model/measures';
import { finishReasonLabel } from '@/lib/protocol/run/finish-reason';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';

/** The measures of an output; of its first choice when there are several. */
export function CellMeasures({ cell }: { cell: string }) {
  const run = useCellRun(cell);
  const store = useWholeStore(run);
  const live = useRunView(run?.store ?? null, (view) => view !== null && isLive(view));
  const measures = useMemo(() => {
    if (!run || !store || live) return null;
    const whole = store === run.store ? null : measuredOutput(store.state, store.view().startRequest.request);
    const [output = null] = whole ? [whole] : outputsOf(run);
    // A run that failed before its first token has nothing to measure.
    return output && output.text !== '' ? measureOutput(output) : null;
  }, [run, store, live]);
  if (!measures) return null;
  const { values } = measures;
  return (
    <section aria-label="Measures" className="shrink-0 border-b px-4 py-3">
      <h3 className="mb-1.5 text-xs font-medium text-ink-2">Measures</h3>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-x-6 gap-y-1 text-xs">
        {MEASURE_NAMES.flatMap((name) => {
          const value = values[name];
          if (value === null) return [];
          const { label, description } = measureSpec(name);
          return (
            <div key={name} className="flex items-baseline justify-between gap-2" data-measure={name}>
              <dt className="truncate text-ink-3" title={description}>
                {label}
              </dt>
              <dd className="shrink-0 text-ink tabular-nums">{measureText(name, value, measures)}</dd>
            </div>
          );
        })}
        <div className="flex items-baseline justify-between gap-2">
          <dt className="text-ink-3">Finish reason</dt>
          <dd className="truncate text-ink">{finishReasonLabel(measures.finishReason)}</dd>
        </div>
      </dl>
    </section>
  );
}
