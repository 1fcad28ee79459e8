import { StatusDot } from '@/components/ui/status-dot';
import { sharedSections, sharedSuffix } from '@/lib/links/model/shared-labels';
import { haveAlternatives, type SharedRun } from '@/lib/links/model/shared-run';
import { endLabel, STATUS_LABELS, silenceLabel } from '@/lib/runs/client/status-labels';
import { ReadText } from './read-text';
import { RunFacts } from './run-facts';
import { SharedFrame } from './shared-frame';
import { SharedHeader } from './shared-header';
import { SharedReader } from './shared-reader';

/** A shared run: prompt, outputs and settings. Complete as the server sends it. */
export function SharedRunView({ slug, run }: { slug: string | null; run: SharedRun }) {
  const sections = sharedSections(run);
  const suffix = sharedSuffix(run);
  const end = endLabel(run.status);
  return (
    <SharedFrame slug={slug} className="max-w-[1120px]">
      <SharedHeader
        shared={run}
        facts={
          <>
            {run.model !== undefined && (
              <span data-shared-text="" className="font-mono wrap-anywhere">
                {run.model}
              </span>
            )}
            <span className="inline-flex items-center gap-1.5">
              <StatusDot tone={STATUS_LABELS[run.status].tone} className="print:hidden" />
              {STATUS_LABELS[run.status].label}
            </span>
          </>
        }
      >
        {end && <p className="mt-1 text-ink-3">{end}</p>}
      </SharedHeader>
      <div className="shared-columns">
        <SharedReader
          slug={slug}
          kind="run"
          has={{
            prompt: run.prompt !== undefined,
            outputs: (run.outputs ?? []).some(({ text }) => text !== '') ? 1 : 0,
            tokens: (run.outputs ?? []).some(({ tokens }) => tokens !== undefined && tokens.length > 0),
            alternatives: haveAlternatives(run.outputs),
            whatIf: haveAlternatives(run.outputs) && run.parameters !== undefined,
            pace: Boolean(run.pace && run.pace.length > 0 && run.outputs),
          }}
        >
          {sections.map(({ prompt, promptLabel, outputs }) => (
            <section key={promptLabel} className="flex flex-col gap-5">
              {prompt !== null && (
                <ReadText id={`prompt-${promptLabel}`} label={promptLabel} text={prompt} kind="prompt" />
              )}
              {outputs.map(({ index, label, text, finishReason, tokens }) => (
                <ReadText
                  key={index}
                  id={`output-${index}`}
                  label={label}
                  text={text}
                  kind="output"
                  output={index}
                  finishReason={finishReason}
                  status={run.status}
                  silence={silenceLabel(run.status, finishReason)}
                  walkable={tokens !== undefined && tokens.length > 0}
                />
              ))}
            </section>
          ))}
          {suffix !== null && <ReadText id="suffix" label="Suffix" text={suffix} kind="prompt" />}
          {run.outputs === undefined && <p className="text-ink-3">This link doesn't include the output.</p>}
        </SharedReader>
        <RunFacts slug={slug} run={run} />
      </div>
    </SharedFrame>
  );
}
