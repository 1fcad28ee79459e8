import { DataTable } from '@/components/ui/data-table';
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
      <DataTable
        label="Inputs"
        heads={['Row', ...columns]}
        rows={rows.map((values, row) => [row + 1, ...values.map(sharedValue)])}
        texts={columns.length + 1}
        className="max-h-[60vh]"
      />
    </details>
  );
}

function sharedValue(value: string) {
  return (
    <span data-shared-text="" className="whitespace-pre-wrap wrap-anywhere">
      {value}
    </span>
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
