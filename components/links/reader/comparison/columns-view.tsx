import { cx } from '@/components/ui/cx';
import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import { StatusDot } from '@/components/ui/status-dot';
import { foldSettings, type SettingsRow } from '@/lib/compare/model/settings-table';
import { settingsSummary } from '@/lib/compare/model/what-differs';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { type SharedPlaceOf, sharedPlaces } from '@/lib/links/model/shared-places';
import { sharedSettings } from '@/lib/links/model/shared-settings';
import { STATUS_WORDS } from '@/lib/runs/client/status-words';
import { ColumnTexts } from './column-texts';
import { ViewCode } from './comparison-reader';
import type { servedDifferences } from './differences/served-differences';
import { MeasureRows } from './measure-rows';

export interface ColumnsViewProps {
  shared: SharedComparison;
  served: ReturnType<typeof servedDifferences>;
}

/** The columns below their names: what differs, what it came to, and the texts. */
export function ColumnsView({ shared, served }: ColumnsViewProps) {
  const places = sharedPlaces(shared);
  const rows = sharedSettings(shared);
  const { differing, equal } = foldSettings(rows);
  const names = places.map(({ name }) => name);
  return (
    <>
      {rows.length > 0 && (
        <p className="text-xs text-ink-2 wrap-anywhere">
          {differing.length === 0 ? 'All settings are equal' : 'Equal in all columns'}
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
      <FocusableScroller label="Columns" className="sc-scroll">
        <table
          aria-label="Settings, measures and texts"
          className="sc-table text-xs"
          style={{ '--columns': places.length } as React.CSSProperties}
        >
          <thead>
            <tr>
              <td className="sc-label" />
              {places.map((place) => (
                <ColumnHead key={place.at} place={place} />
              ))}
            </tr>
          </thead>
          <tbody>
            {differing.map((row) => (
              <SettingRow key={row.name} row={row} />
            ))}
          </tbody>
          <MeasureRows shared={shared} />
          <tbody>
            <tr className="sc-texts">
              <th scope="row" className="sc-label font-normal text-ink-3">
                <span className="sr-only">Texts</span>
              </th>
              {places.map((place) => (
                <ColumnTexts
                  key={place.at}
                  place={place}
                  ownPrompt={hasOwnPrompt(shared, place.at)}
                  served={served?.get(place.at) ?? null}
                />
              ))}
            </tr>
          </tbody>
        </table>
      </FocusableScroller>
    </>
  );
}

function ColumnHead({ place: { at, name, run, isRun } }: { place: SharedPlaceOf }) {
  const status = STATUS_WORDS[run.status];
  return (
    // Without a name of its own it would be called by the button in it.
    <th scope="col" aria-label={`Column ${name}`} className="sc-head font-normal">
      <span className="flex min-h-7 items-center gap-2">
        <span className="min-w-0 truncate text-sm font-semibold" title={name}>
          <span className="sr-only">Column </span>
          {name}
        </span>
        <span className="inline-flex shrink-0 items-center gap-1.5 text-ink-2">
          {isRun ? (
            <>
              <StatusDot tone={status.tone} className="print:hidden" />
              {status.word}
            </>
          ) : (
            'Not run'
          )}
        </span>
        <ViewCode at={at} name={name} />
      </span>
    </th>
  );
}

function SettingRow({ row: { label, cells } }: { row: SettingsRow }) {
  return (
    <tr className="sc-differs">
      <th scope="row" className="sc-label font-semibold">
        <span>
          <span aria-hidden="true" className="text-accent">
            ≠{' '}
          </span>
          <span className="sr-only">Differs: </span>
          {label}
        </span>
      </th>
      {cells.map(({ text, sent }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is what its place says
        <td key={at}>
          <div data-label={label} className="sc-cell">
            <span
              title={text.length > 30 ? text.slice(0, 400) : undefined}
              className={cx(
                'line-clamp-3 min-w-0 wrap-anywhere',
                sent ? 'font-mono font-medium' : 'text-ink-3',
              )}
            >
              {text}
            </span>
          </div>
        </td>
      ))}
    </tr>
  );
}

function hasOwnPrompt({ compared }: SharedComparison, at: number): boolean {
  return compared.kind === 'columns' && compared.columns[at]?.prompt !== undefined;
}
