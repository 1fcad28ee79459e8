import type { Ref } from 'react';
import type { LinePoint, LineChart as Lines } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { withMinus } from '@/lib/protocol/text/minus';
import { CHART_FONT } from './chart-colours';
import { estimateWidth, keyed, shortLabel, shortLabels } from './chart-text';
import { dashOf, Marker } from './line-marks';

const WIDTH = 720;
const PLOT_HEIGHT = 300;
const PADDING = 16;
const TOP = PADDING + 62;

export interface LineChartProps {
  axes: readonly AxisValues[];
  chart: Lines;
  title: string;
  subtitle: string;
  /** The title of the y axis. */
  yTitle: string;
  format: (value: number) => string;
  /** Describes the chart to screen readers. */
  label: string;
  ref?: Ref<SVGSVGElement>;
}

/**
 * The first axis is x, with a line for each value of the second: means, with a band from the lowest to the
 * highest.
 */
export function LineChart({ axes, chart, title, subtitle, yTitle, format, label, ref }: LineChartProps) {
  const [down, across] = axes;
  const names = shortLabels(across, 18);
  const marks = shortLabels(down);
  const tickTexts = chart.y.ticks.map(format);
  const left = PADDING + 20 + Math.max(30, ...tickTexts.map((text) => estimateWidth(text, 11)));
  const legendWidth = across
    ? Math.max(estimateWidth(axisTitle(across)), ...names.map((name) => estimateWidth(name) + 40)) + 12
    : 0;
  const plotWidth = WIDTH - left - PADDING - legendWidth - 8;
  const height = TOP + PLOT_HEIGHT + 58;
  const last = Math.max(1, marks.length - 1);
  const x = (point: Pick<LinePoint, 'x'>) =>
    left + 14 + (plotWidth - 28) * (chart.x ? chart.x.at(point.x) : point.x / last);
  const y = (value: number) => TOP + PLOT_HEIGHT * (1 - chart.y.at(value));
  const xTicks = chart.x
    ? chart.x.ticks.map((tick) => ({ at: x({ x: tick }), text: withMinus(String(tick)) }))
    : marks.map((text, index) => ({ at: x({ x: index }), text }));
  return (
    <svg
      ref={ref}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={label}
      fontFamily={CHART_FONT}
      fontSize="12"
      className="h-auto w-full"
      style={{ maxWidth: WIDTH, minWidth: 600 }}
    >
      <rect width={WIDTH} height={height} fill="var(--bg)" />
      <text x={PADDING} y={PADDING + 14} fontSize="15" fontWeight="600" fill="var(--ink)">
        {shortLabel(title, 80)}
      </text>
      <text x={PADDING} y={PADDING + 33} fill="var(--ink-3)">
        {shortLabel(subtitle, 110)}
      </text>
      <text x={PADDING} y={TOP - 10} fontSize="11" fill="var(--ink-3)">
        {yTitle}
      </text>
      {chart.y.ticks.map((tick, at) => (
        <g key={tick}>
          <line x1={left} x2={left + plotWidth} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--ink-2)">
            {tickTexts[at]}
          </text>
        </g>
      ))}
      <line
        x1={left}
        x2={left + plotWidth}
        y1={TOP + PLOT_HEIGHT}
        y2={TOP + PLOT_HEIGHT}
        stroke="var(--line-strong)"
      />
      {xTicks.map(({ at, text }) => (
        <g key={at}>
          <line
            x1={at}
            x2={at}
            y1={TOP + PLOT_HEIGHT}
            y2={TOP + PLOT_HEIGHT + 5}
            stroke="var(--line-strong)"
          />
          <text x={at} y={TOP + PLOT_HEIGHT + 19} textAnchor="middle" fontSize="11" fill="var(--ink-2)">
            {text}
          </text>
        </g>
      ))}
      <text
        x={left + plotWidth / 2}
        y={TOP + PLOT_HEIGHT + 38}
        textAnchor="middle"
        fontSize="11"
        fill="var(--ink-3)"
      >
        {axisTitle(down)}
      </text>
      {chart.lines.map(({ column, points }) => (
        <Series key={column} series={column} points={points} x={x} y={y} />
      ))}
      {across && (
        <g>
          <text x={left + plotWidth + 12} y={TOP + 4} fontSize="11" fill="var(--ink-3)">
            {axisTitle(across)}
          </text>
          {keyed(names).map(({ key, label: name }, column) => {
            const at = { x: left + plotWidth + 12, y: TOP + 22 + column * 20 };
            return (
              <g key={key}>
                <line
                  x1={at.x}
                  x2={at.x + 28}
                  y1={at.y}
                  y2={at.y}
                  stroke={`var(--series-${column % 7})`}
                  strokeWidth="2"
                  strokeDasharray={dashOf(column)}
                />
                <Marker series={column} x={at.x + 14} y={at.y} />
                <text x={at.x + 36} y={at.y + 4} fill="var(--ink)">
                  {name}
                </text>
              </g>
            );
          })}
        </g>
      )}
    </svg>
  );
}

function Series({
  series,
  points,
  x,
  y,
}: {
  series: number;
  points: readonly LinePoint[];
  x: (point: LinePoint) => number;
  y: (value: number) => number;
}) {
  const colour = `var(--series-${series % 7})`;
  const band = [
    ...points.map((point) => `${x(point)},${y(point.max)}`),
    ...points.toReversed().map((point) => `${x(point)},${y(point.min)}`),
  ];
  const hasBand = points.some(({ min, max }) => min !== max);
  return (
    <g data-series={series}>
      {hasBand && points.length > 1 && <polygon points={band.join(' ')} fill={colour} fillOpacity="0.1" />}
      {hasBand &&
        points.map((point) => (
          <path
            key={point.index}
            d={`M${x(point)} ${y(point.max)}V${y(point.min)}M${x(point) - 3} ${y(point.max)}h6M${x(point) - 3} ${y(point.min)}h6`}
            stroke={colour}
            strokeOpacity="0.55"
            fill="none"
          />
        ))}
      <polyline
        points={points.map((point) => `${x(point)},${y(point.mean)}`).join(' ')}
        fill="none"
        stroke={colour}
        strokeWidth="2"
        strokeDasharray={dashOf(series)}
        strokeLinejoin="round"
      />
      {points.map((point) => (
        <g key={point.index} data-point={point.index} data-mean={point.mean}>
          <Marker series={series} x={x(point)} y={y(point.mean)} />
        </g>
      ))}
    </g>
  );
}
