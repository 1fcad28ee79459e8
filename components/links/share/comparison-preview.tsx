import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { columnLetterOf, sharedCellRunsInOrder } from '@/lib/links/model/shared-cell-runs';
import type { SharedAnswer, SharedColumns, SharedComparison } from '@/lib/links/model/shared-comparison';
import { comparedLabel } from '@/lib/links/model/shared-labels';
import { sharedSettings } from '@/lib/links/model/shared-settings';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { formatMs } from '@/lib/runs/model/run-figures';
import { settingLines } from '../reader/setting-lines';
import { OutputText, Part, PromptParts } from './preview-part';
import { SharedText } from './shared-text';

/** A shared comparison as the link's page shows it: its table, and its texts side by side. */
export function ComparisonPreview({ shared }: { shared: SharedComparison }) {
  const { title, prompt, compared } = shared;
  return (
    <article className="flex flex-col gap-5">
      <header className="flex flex-col gap-1">
        {title !== null && <SharedText text={title} className="text-lg font-semibold" />}
        <p className="text-xs text-ink-2 wrap-anywhere">{comparedLabel(shared)}</p>
      </header>
      <PromptParts prompt={prompt} />
      {compared.kind === 'columns' ? (
        <>
          <SettingsTable shared={shared} columns={compared} />
          <Columns columns={compared} />
        </>
      ) : (
        <>
          {compared.model !== undefined && (
            <Part label="Model">
              <SharedText text={compared.model} className="font-mono" />
            </Part>
          )}
          {compared.parameters && (
            <Part label="Shared settings">
              <ul className="text-xs/5">
                {settingLines(compared.parameters).map(({ name, label, value }) => (
                  <li key={name} className="wrap-anywhere">
                    <span className="text-ink-2">{label}</span> <span className="font-mono">{value}</span>
                  </li>
                ))}
              </ul>
            </Part>
          )}
          <CellRuns shared={shared} />
        </>
      )}
    </article>
  );
}

/** A name can be private as well, so it can be selected. */
function ColumnName({ columns, at }: { columns: SharedColumns; at: number }) {
  const name = columns.columns[at]?.name ?? null;
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <span className="font-semibold">{columnLetterOf(at)}</span>
      {name !== null && <SharedText text={name} className="min-w-0 truncate font-medium" />}
    </span>
  );
}

function SettingsTable({ shared, columns }: { shared: SharedComparison; columns: SharedColumns }) {
  const rows = sharedSettings(shared).filter(({ name, differs }) => name !== 'prompt' || differs);
  if (rows.length === 0) return null;
  return (
    <div ref={focusableScroller} className="overflow-x-auto">
      <table aria-label="Settings" className="w-full text-xs">
        <thead>
          <tr className="border-b">
            <td />
            {columns.columns.map((_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is identified by its index
              <th key={at} scope="col" className="px-2 py-1 text-left">
                <ColumnName columns={columns} at={at} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, label, cells, differs }) => (
            <tr key={name} className="border-b">
              <th
                scope="row"
                className={cx(
                  'py-1 pr-3 text-left whitespace-nowrap',
                  differs ? 'font-semibold' : 'font-normal text-ink-2',
                )}
              >
                {differs && <span className="text-accent">≠ </span>}
                {label}
              </th>
              {cells.map(({ text, sent }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is identified by its index
                <td key={at} className={cx('max-w-48 px-2 py-1', sent ? 'font-mono' : 'text-ink-3')}>
                  {name === 'model' ? (
                    <SharedText text={text} className="truncate" />
                  ) : (
                    <span className="line-clamp-2 wrap-anywhere">{text}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Columns({ columns }: { columns: SharedColumns }) {
  return (
    <div
      ref={focusableScroller}
      className="grid auto-cols-[minmax(220px,1fr)] grid-flow-col gap-5 overflow-x-auto"
    >
      {columns.columns.map(({ prompt, answer }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is identified by its index
        <section key={at} aria-label={`Column ${columnLetterOf(at)}`} className="flex min-w-0 flex-col gap-2">
          <div className="border-b pb-1 text-xs">
            <ColumnName columns={columns} at={at} />
          </div>
          <PromptParts prompt={prompt} />
          <Answer answer={answer} />
        </section>
      ))}
    </div>
  );
}

function Answer({ answer }: { answer: SharedAnswer | null }) {
  if (answer === null) return <p className="text-ink-3">Not run</p>;
  const { status, outputs, timings, pace } = answer;
  const { label, tone } = STATUS_LABELS[status];
  const facts = [
    timings?.firstTokenMs != null && `First token ${formatMs(timings.firstTokenMs)}`,
    timings?.durationMs != null && `total ${formatMs(timings.durationMs)}`,
    pace && 'with a replay',
  ].filter(Boolean);
  return (
    <>
      <p>
        <Badge tone={tone}>{label}</Badge>
      </p>
      {outputs?.map((output) => (
        <div key={output.index}>
          <OutputText output={output} />
        </div>
      ))}
      {facts.length > 0 && <p className="text-xs text-ink-3">{facts.join(', ')}</p>}
    </>
  );
}

/** All cells of a sweep, each collapsible. */
function CellRuns({ shared }: { shared: SharedComparison }) {
  return (
    <Part label="Cells">
      <div className="divide-y border-y">
        {sharedCellRunsInOrder(shared).map(({ at, name, run, isRun }) => (
          <details key={at}>
            <summary className="flex cursor-pointer gap-3 py-1 text-xs">
              <span className="shrink-0 font-medium">{name}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-ink-3">
                {isRun
                  ? visibleInline(run.outputs?.[0]?.text.slice(0, 120) ?? '').replaceAll('␣', ' ')
                  : 'Not run'}
              </span>
            </summary>
            <div className="flex flex-col gap-2 py-2">
              <Answer answer={isRun ? run : null} />
            </div>
          </details>
        ))}
      </div>
    </Part>
  );
}
