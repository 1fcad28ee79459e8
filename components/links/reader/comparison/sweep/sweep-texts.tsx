import { Fragment } from 'react';
import { VerdictList } from '@/components/compare/verdicts/verdict-list';
import { type Check, NO_CHECKS, type Verdict } from '@/lib/compare/model/checks';
import { outputNumber, type SharedCellRun, sharedCellRunsInOrder } from '@/lib/links/model/shared-cell-runs';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { sharedVerdicts } from '@/lib/links/model/shared-measures';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { STATUS_LABELS, silenceLabel } from '@/lib/runs/client/status-labels';
import { ReadText } from '../../read-text';

/** Every text in full, collapsed. A link to an element inside opens it, also without scripts. */
export function SweepTexts({ shared }: { shared: SharedComparison }) {
  const verdicts = sharedVerdicts(shared);
  const cellRuns = sharedCellRunsInOrder(shared).filter(({ isRun }) => isRun);
  if (cellRuns.every(({ run }) => run.outputs === undefined)) {
    return <p className="text-ink-3">This link doesn't include the output.</p>;
  }
  return (
    <section aria-labelledby="texts-title">
      <h2 id="texts-title" className="mb-2 font-semibold">
        Outputs
      </h2>
      <div className="border-t">
        {cellRuns.map((cellRun) => (
          <CellRunText
            key={cellRun.at}
            cellRun={cellRun}
            checks={shared.checks ?? NO_CHECKS}
            verdicts={verdicts[cellRun.at] ?? []}
          />
        ))}
      </div>
    </section>
  );
}

function CellRunText({
  cellRun: { at, name, run },
  checks,
  verdicts,
}: {
  cellRun: SharedCellRun;
  checks: readonly Check[];
  /** Of each output. */
  verdicts: readonly (readonly Verdict[])[];
}) {
  const outputs = run.outputs ?? [];
  const beginning = outputs[0]?.text.trimStart().slice(0, 200) ?? '';
  return (
    <details className="shared-place border-b">
      <summary className="flex cursor-pointer gap-x-3 px-2.5 py-1.5 text-xs hover:bg-hover max-sm:flex-col sm:items-baseline">
        <span className="shrink-0 font-medium">{name}</span>
        {run.status !== 'complete' && (
          <span className="shrink-0 text-ink-2">{STATUS_LABELS[run.status].label}</span>
        )}
        <span className="min-w-0 truncate font-mono text-ink-3 sm:flex-1">
          {visibleInline(beginning).replaceAll('␣', ' ')}
        </span>
      </summary>
      <div id={`text-${at}`} className="flex scroll-mt-16 flex-col gap-4 py-3">
        {outputs.map(({ index, text, finishReason, tokens }, choice) => {
          const label = outputs.length > 1 ? `Output ${index + 1} of ${name}` : `Output of ${name}`;
          const ofOutput = verdicts[choice];
          return (
            <Fragment key={index}>
              {ofOutput && (
                <div className="px-2.5">
                  <VerdictList checks={checks} verdicts={ofOutput} label={`Checks: ${label}`} />
                </div>
              )}
              <ReadText
                id={`place-${at}-output-${index}`}
                label={label}
                text={text}
                kind="output"
                output={outputNumber(at, index)}
                finishReason={finishReason}
                status={run.status}
                silence={silenceLabel(run.status, finishReason)}
                walkable={tokens !== undefined && tokens.length > 0}
              />
            </Fragment>
          );
        })}
      </div>
    </details>
  );
}
