import { StatusDot } from '@/components/ui/status-dot';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { sharedSections, sharedSuffix, sharedTitle } from '@/lib/links/model/shared-words';
import { endInWords, STATUS_WORDS, silenceInWords } from '@/lib/runs/client/status-words';
import { ReadText } from './read-text';
import { RunFacts } from './run-facts';
import { SharedReader } from './shared-reader';
import { WithheldNote } from './withheld-note';

/** A shared run to read: what went in, what came out, and under which settings. Complete as the server sends it. */
export function SharedRunView({ slug, run }: { slug: string; run: SharedRun }) {
  const sections = sharedSections(run);
  const suffix = sharedSuffix(run);
  const end = endInWords(run.status);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="shared mx-auto w-full max-w-[1120px] flex-1 px-4 pt-6 pb-16 outline-none sm:px-6 sm:pt-10"
    >
      <header className="mb-6 sm:mb-8">
        <h1 className="max-w-[28em] text-xl font-semibold text-balance wrap-anywhere sm:text-[26px] sm:leading-[34px]">
          {sharedTitle(run)}
        </h1>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
          {run.model !== undefined && <span className="font-mono wrap-anywhere">{run.model}</span>}
          <span className="inline-flex items-center gap-1.5">
            <StatusDot tone={STATUS_WORDS[run.status].tone} className="print:hidden" />
            {STATUS_WORDS[run.status].word}
          </span>
          <span>
            Shared on <time dateTime={run.sharedAt}>{dayOf(run.sharedAt)}</time>
          </span>
        </p>
        {end && <p className="mt-1 text-ink-3">{end}</p>}
        <WithheldNote shared={run} />
      </header>
      <div className="shared-columns">
        <SharedReader
          slug={slug}
          has={{
            prompt: run.prompt !== undefined,
            outputs: (run.outputs ?? []).some(({ text }) => text !== ''),
            tokens: (run.outputs ?? []).some(({ tokens }) => tokens !== undefined && tokens.length > 0),
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
                  silence={silenceInWords(run.status, finishReason)}
                  walkable={tokens !== undefined && tokens.length > 0}
                />
              ))}
            </section>
          ))}
          {suffix !== null && <ReadText id="suffix" label="Text after the gap" text={suffix} kind="prompt" />}
          {run.outputs === undefined && (
            <p className="text-ink-3">What the model wrote is not part of this link.</p>
          )}
        </SharedReader>
        <RunFacts slug={slug} run={run} />
      </div>
    </main>
  );
}

/** In the same zone for everybody: the server does not know the reader's. */
function dayOf(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso));
}
