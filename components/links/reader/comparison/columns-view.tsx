import { COLUMN_HEAD, TABLE } from '@/components/compare/grid/grid-roles';
import { FEW_MEASURES } from '@/components/compare/table/measure-figure';
import { MeasureTable } from '@/components/compare/table/measure-table';
import { SettingRow, SettingValue } from '@/components/compare/table/setting-row';
import { HEAD_STYLE, HeadRow, RowGroup, RowLabel, TableRow } from '@/components/compare/table/table-parts';
import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import { StatusDot } from '@/components/ui/status-dot';
import { NO_CHECKS, summarizeVerdicts } from '@/lib/compare/model/checks';
import { verdictNames } from '@/lib/compare/model/measures';
import { collapseSettings, settingsSummary } from '@/lib/compare/model/settings-table';
import { type SharedCellRun, sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { referenceOf, sharedMeasures, sharedVerdicts } from '@/lib/links/model/shared-measures';
import { sharedSettings } from '@/lib/links/model/shared-settings';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { ColumnCode } from '../shared-reader';
import { ColumnTexts } from './column-texts';
import type { servedDifferences } from './differences/served-differences';

export interface ColumnsViewProps {
  shared: SharedComparison;
  served: ReturnType<typeof servedDifferences>;
}

/** The columns below their names: differing settings, measures, and the texts. */
export function ColumnsView({ shared, served }: ColumnsViewProps) {
  const cellRuns = sharedCellRuns(shared);
  const rows = sharedSettings(shared);
  const { differing, equal } = collapseSettings(rows);
  const names = cellRuns.map(({ name }) => name);
  const ids = cellRuns.map(({ at }) => String(at));
  const measures = sharedMeasures(shared).map(([first]) => first ?? null);
  const verdicts = sharedVerdicts(shared);
  const { checks = NO_CHECKS } = shared;
  return (
    <>
      {rows.length > 0 && (
        <p className="text-xs text-ink-2 wrap-anywhere">
          {differing.length === 0 ? 'All settings are the same' : 'Same in all columns'}
          {equal.length > 0 && ': '}
          {equal.map(({ name, label, cells }, at) => (
            <span key={name}>
              {at > 0 && ' · '}
              <span className="text-ink-3">{label}</span> {name === 'prompt' ? 'the same' : cells[0]?.text}
            </span>
          ))}
          <span className="sr-only">. {settingsSummary(rows, names)}</span>
        </p>
      )}
      <FocusableScroller label="Columns" className="compare-scroll compare-in-page">
        <table
          {...TABLE}
          aria-label="Settings, measures and text"
          className="compare-body border-y text-xs"
          style={{ '--columns': cellRuns.length } as React.CSSProperties}
        >
          <HeadRow>
            {cellRuns.map((cellRun) => (
              <ColumnHead key={cellRun.at} cellRun={cellRun} />
            ))}
          </HeadRow>
          <RowGroup>
            {differing.map((row) => (
              <SettingRow
                key={row.name}
                ids={ids}
                row={row}
                cell={(cell) => (
                  // Wraps to several lines, since nothing here opens the full value.
                  <span className="flex min-w-0 items-center px-4 py-1" title={cell.text.slice(0, 400)}>
                    <span data-shared-text={row.name === 'model' ? '' : undefined} className="min-w-0">
                      <SettingValue cell={cell} differs className="line-clamp-3 wrap-anywhere" />
                    </span>
                  </span>
                )}
              />
            ))}
            {measures.some((one) => one !== null) && (
              <MeasureTable
                ids={ids}
                names={[...verdictNames(checks), ...FEW_MEASURES].filter((name) =>
                  measures.some((one) => one && one.values[name] != null),
                )}
                measures={measures}
                checks={checks}
                // A reader may choose another reference for the texts; the measures keep the owner's.
                reference={names[referenceOf(shared) ?? -1]}
              />
            )}
            <TableRow className="compare-texts">
              <RowLabel>
                <span className="sr-only">Text</span>
              </RowLabel>
              {cellRuns.map((cellRun) => (
                <ColumnTexts
                  key={cellRun.at}
                  cellRun={cellRun}
                  verdict={summarizeVerdicts(checks, verdicts[cellRun.at] ?? [])}
                  ownPrompt={hasOwnPrompt(shared, cellRun.at)}
                  served={served?.get(cellRun.at) ?? null}
                />
              ))}
            </TableRow>
          </RowGroup>
        </table>
      </FocusableScroller>
    </>
  );
}

function ColumnHead({ cellRun: { at, name, run, isRun } }: { cellRun: SharedCellRun }) {
  const status = STATUS_LABELS[run.status];
  return (
    <th {...COLUMN_HEAD} aria-label={`Column ${name}`} className={HEAD_STYLE}>
      <span className="min-w-0 truncate text-sm font-semibold" title={name}>
        <span className="sr-only">Column </span>
        <span data-shared-text="">{name}</span>
      </span>
      <span className="inline-flex shrink-0 items-center gap-1.5 pl-1 text-ink-2">
        {isRun ? (
          <>
            <StatusDot tone={status.tone} className="print:hidden" />
            {status.label}
          </>
        ) : (
          'Not run'
        )}
      </span>
      <ColumnCode at={at} name={name} />
    </th>
  );
}

function hasOwnPrompt({ compared }: SharedComparison, at: number): boolean {
  return compared.kind === 'columns' && compared.columns[at]?.prompt !== undefined;
}
