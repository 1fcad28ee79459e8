import {
  SweepHeatMap,
  SweepLines,
  SweepNumbers,
  sweepCharts,
} from '@/components/compare/charts/sweep-charts';
import { buttonStyle } from '@/components/ui/button';
import {
  chartMeasureSpec,
  chartMeasures,
  chartPlaces,
  firstVarying,
  measuresThere,
} from '@/lib/compare/client/sweep-figures';
import { NO_CHECKS } from '@/lib/compare/model/checks';
import type { SharedComparison, SharedSweep } from '@/lib/links/model/shared-comparison';
import { sharedModels } from '@/lib/links/model/shared-labels';
import { sharedMeasures } from '@/lib/links/model/shared-measures';

export interface SharedChartsProps {
  slug: string | null;
  shared: SharedComparison;
  sweep: SharedSweep;
  measure: string | null;
}

/**
 * One measure of all cells as a heat map and as lines, drawn by the server. Another measure has another
 * address.
 */
export function SharedCharts({ slug, shared, sweep, measure: requested }: SharedChartsProps) {
  const { axes } = sweep;
  // A chart needs the names of its axes.
  if (axes === undefined) return null;
  const outputs = sharedMeasures(shared);
  const placed = sweep.cells.map(({ row, column }, at) => ({ row, column, outputs: outputs[at] ?? [] }));
  const places = chartPlaces(axes, placed);
  const there = measuresThere(places);
  const { checks = NO_CHECKS } = shared;
  const choices = chartMeasures(checks).filter((name) => there.has(name));
  const chosen = choices.find((name) => name === requested);
  const varying = chosen === undefined ? firstVarying(places) : null;
  const measure = chosen ?? varying ?? choices[0];
  if (measure === undefined) return null;
  const charts = sweepCharts({ axes, places, measure, checks, names: sharedModels(shared) });
  return (
    <section aria-labelledby="charts-title" id="charts" className="min-w-0">
      <h2 id="charts-title" className="mb-2 font-semibold">
        Charts
      </h2>
      <nav
        aria-label="Chart measure"
        inert={slug === null}
        className="mb-2 flex flex-wrap gap-1 print:hidden"
      >
        {choices.map((name) => (
          <a
            key={name}
            href={`/s/${slug}?measure=${encodeURIComponent(name)}#charts`}
            aria-current={name === measure ? 'true' : undefined}
            className={buttonStyle(name === measure ? 'secondary' : 'ghost', 'sm')}
          >
            {chartMeasureSpec(name, checks).label}
          </a>
        ))}
      </nav>
      <p className="max-w-[72ch] text-xs text-ink-3">{charts.spec.description}</p>
      <div className="mt-3 grid min-w-0 gap-6 min-[1240px]:grid-cols-2">
        <SweepHeatMap charts={charts} />
        <SweepLines charts={charts} />
      </div>
      <SweepNumbers charts={charts} className="mt-2" />
    </section>
  );
}
