import type { ReactNode } from 'react';
import { RawBody } from '@/components/runs/raw-body';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { wasStreamed } from '@/lib/links/model/was-streamed';
import { hidesDuration, hidesMaxTokens } from '@/lib/links/model/withheld-settings';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { formatCost } from '@/lib/protocol/run/money';
import { formatMs } from '@/lib/runs/model/run-figures';
import { OtherForms } from './other-forms';
import { settingLines } from './setting-lines';

/** The settings, usage and timings beside the texts. */
export function RunFacts({ slug, run }: { slug: string | null; run: SharedRun }) {
  const { timings, usage } = run;
  return (
    <aside aria-label="About this run" className="shared-facts flex min-w-0 flex-col gap-6">
      {run.parameters !== undefined && (
        <Facts title="Settings">
          {run.model !== undefined && (
            <Fact name="Model">
              <span data-shared-text="">{run.model}</span>
            </Fact>
          )}
          {settingLines(run.parameters).map(({ name, label, value }) => (
            <Fact key={name} name={label}>
              {value}
            </Fact>
          ))}
          {hidesMaxTokens(run) && <Fact name={PARAMETERS.max_tokens.label}>hidden</Fact>}
        </Facts>
      )}
      {timings && (
        <Facts title="Timings">
          {timings.headersMs !== null && <Fact name="Response started">{formatMs(timings.headersMs)}</Fact>}
          {timings.firstTokenMs !== null && wasStreamed(run) && (
            <Fact name="First token">{formatMs(timings.firstTokenMs)}</Fact>
          )}
          {timings.durationMs !== null ? (
            <Fact name="Total">{formatMs(timings.durationMs)}</Fact>
          ) : (
            hidesDuration(run) && <Fact name="Total">hidden</Fact>
          )}
        </Facts>
      )}
      {usage && (
        <Facts title="Tokens">
          {usage.promptTokens !== null && <Fact name="Prompt">{count(usage.promptTokens)}</Fact>}
          {usage.cachedTokens != null && <Fact name="Cached prompt">{count(usage.cachedTokens)}</Fact>}
          {usage.completionTokens !== null && <Fact name="Output">{count(usage.completionTokens)}</Fact>}
          {usage.reasoningTokens != null && <Fact name="Reasoning">{count(usage.reasoningTokens)}</Fact>}
          {usage.totalTokens !== null && <Fact name="Total">{count(usage.totalTokens)}</Fact>}
        </Facts>
      )}
      {run.cost && (
        <Facts title="Cost">
          <Fact name="Whole run">{formatCost(run.cost)}</Fact>
        </Facts>
      )}
      {run.raw !== undefined && <RawBody body={run.raw} status={null} isJson />}
      <OtherForms slug={slug} />
    </aside>
  );
}

export function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-xs text-ink-3">{title}</h2>
      <dl className="border-t">{children}</dl>
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-b py-1">
      <dt className="shrink-0 text-ink-2">{name}</dt>
      <dd className="min-w-0 text-right font-mono text-xs wrap-anywhere">{children}</dd>
    </div>
  );
}

function count(tokens: number): string {
  return tokens.toLocaleString('en');
}
