import { type AxisNames, axisNames } from '@/components/compare/charts/chart-text';
import { CELL } from '@/components/compare/grid/grid-roles';
import { HeadRate, SWEEP_HEAD_STYLE, SweepRaster } from '@/components/compare/grid/sweep-raster';
import { VerdictMark } from '@/components/compare/verdicts/verdict-mark';
import { cx } from '@/components/ui/cx';
import { StatusDot } from '@/components/ui/status-dot';
import { NO_CHECKS, summarizeVerdicts, type VerdictSummary } from '@/lib/compare/model/checks';
import { type SharedCellRun, sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import type { SharedCell, SharedComparison, SharedSweep } from '@/lib/links/model/shared-comparison';
import { sharedVerdicts } from '@/lib/links/model/shared-measures';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';

/** Characters of a text in the grid; CSS cuts it to whole lines. */
const BEGINNING = 160;

/** The beginning of every text, each a link to the whole text. */
export function SweepGrid({ shared, sweep }: { shared: SharedComparison; sweep: SharedSweep }) {
  const cellRuns = sharedCellRuns(shared);
  const names = sharedAxisNames(sweep);
  const { checks = NO_CHECKS } = shared;
  const verdicts = sharedVerdicts(shared);
  /** How many outputs of a row or a column pass. */
  const rateOf = (along: 'down' | 'across', at: number) => {
    const isIn = (cell: SharedCell) => (along === 'down' ? cell.row : cell.column) === at;
    const there = sweep.cells.flatMap((cell, index) => (isIn(cell) ? (verdicts[index] ?? []) : []));
    return summarizeVerdicts(checks, there)?.label ?? null;
  };
  return (
    <SweepRaster
      role="table"
      aria-label="Start of each output"
      {...names}
      head={(along, at) => {
        const passed = rateOf(along, at);
        return (
          <span className={cx(SWEEP_HEAD_STYLE, passed !== null && 'flex-col gap-0.5')}>
            <span>
              <span className="sr-only">{names[along]?.title} </span>
              {names[along]?.values[at]}
            </span>
            {passed !== null && <HeadRate passed={passed} />}
          </span>
        );
      }}
      cell={(row, column) => (
        <td key={column} {...CELL} className="min-w-0 border-r border-b text-xs">
          {sweep.cells.map((cell, at) => {
            const cellRun = cell.row === row && cell.column === column ? cellRuns[at] : undefined;
            return (
              cellRun && (
                <Beginning
                  key={cellRun.at}
                  cellRun={cellRun}
                  verdict={summarizeVerdicts(checks, verdicts[at] ?? [])}
                  number={numberOf(cell, sweep)}
                />
              )
            );
          })}
        </td>
      )}
    />
  );
}

/** `3`, the row of the table or the repeat; with both `3.1`. */
function numberOf({ input = 0, repeat }: SharedCell, { repeats, inputRows = 1 }: SharedSweep): string | null {
  const parts = [...(inputRows > 1 ? [input + 1] : []), ...(repeats > 1 ? [repeat + 1] : [])];
  return parts.length === 0 ? null : parts.join('.');
}

function Beginning({
  cellRun: { at, name, run, isRun },
  verdict,
  number: written,
}: {
  cellRun: SharedCellRun;
  verdict: VerdictSummary | null;
  /** Which of several in one place; null: it is alone. */
  number: string | null;
}) {
  const number = written !== null && (
    <span className="shrink-0 text-ink-3" aria-hidden="true">
      {written}
    </span>
  );
  if (!isRun) {
    return (
      <p className="flex gap-2 px-2.5 py-1.5 text-ink-3">
        {number}
        Not run
      </p>
    );
  }
  const text = run.outputs?.[0]?.text;
  const { label, tone } = STATUS_LABELS[run.status];
  return (
    <a
      href={`#text-${at}`}
      aria-label={`${name}: full text`}
      className={cx('flex gap-2 px-2.5 py-1.5 -outline-offset-2 hover:bg-hover not-first:border-t')}
    >
      {number}
      {verdict && (
        <span title={verdict.reasons.join(' · ') || undefined} className="flex shrink-0 gap-1 text-ink-2">
          <VerdictMark pass={verdict.pass} className="mt-1" />
          {verdict.label}
        </span>
      )}
      <span
        className={cx('min-w-0 font-mono wrap-anywhere', written === null ? 'line-clamp-4' : 'line-clamp-2')}
      >
        {run.status !== 'complete' && (
          <span className="mr-1.5 inline-flex items-center gap-1 font-sans text-ink-2">
            <StatusDot tone={tone} />
            {label}
          </span>
        )}
        {text === undefined ? (
          <span className="font-sans text-ink-3">{label}</span>
        ) : text === '' ? (
          <span className="font-sans text-ink-3">No text</span>
        ) : (
          visibleInline(text.trimStart().slice(0, BEGINNING)).replaceAll('␣', ' ')
        )}
      </span>
    </a>
  );
}

/** Names of the two axes; numbers where the settings are not shared. Null: there is no second axis. */
function sharedAxisNames({ axes, rows, columns }: SharedSweep): {
  down: AxisNames;
  across: AxisNames | null;
} {
  if (axes === undefined) {
    const numbered = (label: string, count: number) => ({
      title: label,
      values: Array.from({ length: count }, (_, at) => `${label} ${at + 1}`),
    });
    return { down: numbered('Row', rows), across: columns > 1 ? numbered('Column', columns) : null };
  }
  const [down, across] = axes;
  return { down: axisNames(down), across: across ? axisNames(across) : null };
}
