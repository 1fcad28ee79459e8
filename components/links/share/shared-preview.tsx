import { Fragment } from 'react';
import { Badge } from '@/components/ui/badge';
import type { Shared } from '@/lib/links/model/shared';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { PARAMETER_NAMES, PARAMETERS } from '@/lib/protocol/request/parameters';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { formatMs } from '@/lib/runs/model/run-figures';
import { ComparisonPreview } from './comparison-preview';
import { OutputText, Part, PromptParts } from './preview-part';
import { SharedText } from './shared-text';

/** What is shared, as the link's page shows it, without the parts that its owner left out. */
export function SharedPreview({ shared }: { shared: Shared }) {
  return shared.kind === 'run' ? <RunPreview shared={shared} /> : <ComparisonPreview shared={shared} />;
}

function RunPreview({ shared }: { shared: SharedRun }) {
  const { title, model, status, prompt, parameters, outputs } = shared;
  const { label, tone } = STATUS_LABELS[status];
  const nothing = prompt === undefined && !outputs && !parameters && !shared.timings;
  return (
    <article className="flex flex-col gap-5">
      <header className="flex flex-col gap-1">
        {title !== null && <SharedText text={title} className="text-lg font-semibold" />}
        <div className="flex flex-wrap items-center gap-2 text-xs text-ink-2">
          {model !== undefined && <SharedText text={model} className="font-mono" />}
          <Badge tone={tone}>{label}</Badge>
        </div>
      </header>
      {nothing && <p className="text-ink-2">Nothing is selected, so the page is almost empty.</p>}
      <PromptParts prompt={prompt} />
      {outputs?.map((output) => (
        <Part key={output.index} label={outputs.length > 1 ? `Output ${output.index + 1}` : 'Output'}>
          <OutputText output={output} />
        </Part>
      ))}
      {parameters && (
        <Part label="Settings">
          <Settings parameters={parameters} />
        </Part>
      )}
      {shared.timings && (
        <Part label="Timings">
          <Timings shared={shared} />
        </Part>
      )}
    </article>
  );
}

function Settings({ parameters }: { parameters: Record<string, unknown> }) {
  const names = PARAMETER_NAMES.filter((name) => parameters[name] !== undefined);
  if (names.length === 0) return <p className="text-ink-3">All server defaults.</p>;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {names.map((name) => (
        <Fragment key={name}>
          <dt className="text-ink-2">{PARAMETERS[name].label}</dt>
          <dd className="min-w-0">
            <Value value={parameters[name]} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') return <SharedText text={value} className="font-mono text-xs/5" />;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return (
      <ul>
        {value.map((text, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: redacted texts are all alike
          <li key={at} className="font-mono text-xs/5 wrap-anywhere">
            {visibleInline(text)}
          </li>
        ))}
      </ul>
    );
  }
  return <span className="font-mono text-xs/5 wrap-anywhere">{JSON.stringify(value)}</span>;
}

function Timings({ shared: { timings, usage, pace } }: { shared: SharedRun }) {
  const rows: [string, string | null][] = [
    ['First token', timings?.firstTokenMs == null ? null : formatMs(timings.firstTokenMs)],
    ['Total', timings?.durationMs == null ? null : formatMs(timings.durationMs)],
    ['Prompt tokens', usage?.promptTokens?.toLocaleString('en') ?? null],
    ['Completion tokens', usage?.completionTokens?.toLocaleString('en') ?? null],
    ['Replay', pace ? 'at the original speed' : null],
  ];
  const known = rows.filter(([, value]) => value !== null);
  if (known.length === 0) return <p className="text-ink-3">None recorded.</p>;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {known.map(([label, value]) => (
        <Fragment key={label}>
          <dt className="text-ink-2">{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
