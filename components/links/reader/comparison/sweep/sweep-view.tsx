import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import type { SharedComparison, SharedSweep } from '@/lib/links/model/shared-comparison';
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
      <SharedCharts slug={slug} shared={shared} sweep={sweep} measure={measure} />
      <SweepTexts shared={shared} />
    </>
  );
}
