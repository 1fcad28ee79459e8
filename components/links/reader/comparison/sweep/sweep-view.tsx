import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import type { SharedComparison, SharedSweep } from '@/lib/links/model/shared-comparison';
import { counted } from '@/lib/platform/numbers/counted';
import { settingLines } from '../../setting-lines';
import { SharedCharts } from './shared-charts';
import { SweepGrid } from './sweep-grid';
import { SweepTexts } from './sweep-texts';

export interface SweepViewProps {
  slug: string | null;
  shared: SharedComparison;
  sweep: SharedSweep;
  measure: string | null;
}

/** The table that everything was run with, collapsed. */
function SharedInputs({ inputs: { columns, rows } }: { inputs: NonNullable<SharedSweep['inputs']> }) {
  return (
    <details className="border-y">
      <summary className="cursor-pointer py-1.5 font-semibold hover:bg-hover">
        Inputs ({counted(rows.length, 'row')})
      </summary>
      <FocusableScroller label="Inputs" className="max-h-[60vh] overflow-auto">
        <table className="w-full text-left text-xs">
          <thead>
            <tr>
              <th scope="col" className="px-2 py-1">
                Row
              </th>
              {columns.map((name, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: redacted names can be equal, and nothing moves
                <th key={at} scope="col" className="px-2 py-1 font-mono">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((values, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a copy never move
              <tr key={row} className="border-t align-top">
                <th scope="row" className="px-2 py-1 text-ink-3 tabular-nums">
                  {row + 1}
                </th>
                {values.map((value, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={at} data-shared-text="" className="px-2 py-1 whitespace-pre-wrap wrap-anywhere">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </FocusableScroller>
    </details>
  );
}

/** A shared sweep: the shared settings, the grid of beginnings, the charts, and the whole texts. */
export function SweepView({ slug, shared, sweep, measure }: SweepViewProps) {
  const lines = settingLines(sweep.parameters ?? {});
  return (
    <>
      {lines.length > 0 && (
        <p className="text-xs text-ink-2 wrap-anywhere">
          Same in all cells:{' '}
          {lines.map(({ name, label, value }, at) => (
            <span key={name}>
              {at > 0 && ' · '}
              <span className="text-ink-3">{label}</span> {value}
            </span>
          ))}
        </p>
      )}
      <section aria-labelledby="grid-title" className="min-w-0">
        <h2 id="grid-title" className="mb-2 font-semibold">
          Grid
        </h2>
        <FocusableScroller label="Grid" className="overflow-x-auto border-t">
          <SweepGrid shared={shared} sweep={sweep} />
        </FocusableScroller>
      </section>
      {sweep.inputs && <SharedInputs inputs={sweep.inputs} />}
      <SharedCharts slug={slug} shared={shared} sweep={sweep} measure={measure} />
      <SweepTexts shared={shared} />
    </>
  );
}
