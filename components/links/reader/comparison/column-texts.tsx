import { CELL } from '@/components/compare/grid/grid-roles';
import { VerdictLine } from '@/components/compare/verdicts/verdict-line';
import type { VerdictSummary } from '@/lib/compare/model/checks';
import { outputNumber, type SharedCellRun } from '@/lib/links/model/shared-cell-runs';
import { sharedSections, sharedSuffix } from '@/lib/links/model/shared-labels';
import { endLabel, silenceLabel } from '@/lib/runs/client/status-labels';
import { ReadText } from '../read-text';
import { DivergenceNote } from './differences/divergence-note';
import { MarkedText } from './differences/marked-text';
import type { ServedDifference } from './differences/served-differences';

/**
 * The prompt of one column, its output, and how that differs from the owner's reference. Differences that a
 * reader selects replace those, in the empty elements.
 */
export function ColumnTexts({
  cellRun: { at, name, run, isRun },
  verdict,
  ownPrompt,
  served,
}: {
  cellRun: SharedCellRun;
  /** What the checks say about its outputs; null: nothing. */
  verdict: VerdictSummary | null;
  ownPrompt: boolean;
  /** How it differs from the owner's reference; null: not shown. */
  served: ServedDifference | null;
}) {
  const sections = sharedSections(run);
  const suffix = sharedSuffix(run);
  const end = isRun ? endLabel(run.status) : null;
  const id = `column-${at}`;
  return (
    <td {...CELL} className="compare-text min-w-0 border-r px-4 pt-2 pb-6" data-column={at}>
      <section aria-label={`Text of ${name}`} className="flex flex-col gap-4">
        {verdict && (
          <VerdictLine
            pass={verdict.pass}
            label={verdict.label}
            why={verdict.reasons.join(' · ')}
            wraps
            className="text-xs"
          />
        )}
        {served && (
          <div data-served-note="">
            <DivergenceNote {...served} />
          </div>
        )}
        <div data-divergence={at} className="needs-script empty:hidden" />
        {sections.map(({ prompt, promptLabel, outputs }) => (
          <div key={promptLabel} className="flex flex-col gap-4">
            {ownPrompt && prompt !== null && (
              <ReadText
                id={`${id}-${promptLabel}`}
                label={`${promptLabel} of ${name}`}
                text={prompt}
                kind="prompt"
              />
            )}
            {outputs.map(({ index, label, text, finishReason, tokens }) => (
              <ReadText
                key={index}
                id={`${id}-output-${index}`}
                label={
                  outputs.length > 1 || sections.length > 1 ? `${label} of ${name}` : `Output of ${name}`
                }
                text={text}
                marked={served && index === 0 && <MarkedText text={text} stretches={served.stretches} />}
                kind="output"
                output={outputNumber(at, index)}
                finishReason={finishReason}
                status={run.status}
                silence={silenceLabel(run.status, finishReason)}
                walkable={tokens !== undefined && tokens.length > 0}
              />
            ))}
          </div>
        ))}
        <div data-changes={at} className="needs-script empty:hidden" />
        {suffix !== null && (
          <ReadText id={`${id}-suffix`} label={`Suffix of ${name}`} text={suffix} kind="prompt" />
        )}
        {end && <p className="text-ink-3">{end}</p>}
        {!isRun && <p className="text-ink-3">This column wasn't run.</p>}
        {isRun && run.outputs === undefined && (
          <p className="text-ink-3">This link doesn't include the output.</p>
        )}
      </section>
    </td>
  );
}
