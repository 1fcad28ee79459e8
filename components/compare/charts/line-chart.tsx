import type { LinePoint, LineChart as Lines } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisLabels, axisTitle } from '@/lib/compare/model/plan-labels';
import { withMinus } from '@/lib/protocol/text/minus';
import { ChartFrame, type ChartTexts, PADDING } from './chart-frame';
import { estimateWidth, fittingLabels, keyed, shortLabels } from './chart-text';
import { colourOf, dashOf, Marker } from './line-marks';

const WIDTH = 720;
const PLOT_HEIGHT = 300;
const TOP = PADDING + 62;
const BOTTOM = TOP + PLOT_HEIGHT;

export interface LineChartProps extends ChartTexts {
  axes: readonly AxisValues[];
  chart: Lines;
  /** The title of the y axis. */
  yTitle: string;
  format: (value: number) => string;
  /** Whether lowest and highest say something: of passes and fails they are always 0 and 1. */
  hasRange: boolean;
}

/**
 * The first axis is x, with a line for each value of the second: means, with a band from the lowest to the
 * highest.
 */
export function LineChart({ axes, chart, yTitle, format, hasRange, ...texts }: LineChartProps) {
  const [down, across] = axes;
  const names = shortLabels(across, 18);
  const tickTexts = chart.y.ticks.map(format);
  const left = PADDING + 20 + Math.max(30, ...tickTexts.map((text) => estimateWidth(text, 11)));
  const legendWidth = across
    ? Math.max(estimateWidth(axisTitle(across)), ...names.map((name) => estimateWidth(name) + 40)) + 12
    : 0;
  const right = WIDTH - PADDING - legendWidth - 8;
  const last = Math.max(1, axisLabels(down).length - 1);
  const x = (point: Pick<LinePoint, 'x'>) =>
    left + 14 + (right - left - 28) * (chart.x ? chart.x.at(point.x) : point.x / last);
  const y = (value: number) => TOP + PLOT_HEIGHT * (1 - chart.y.at(value));
  const marks = fittingLabels(down, (right - left - 28) / last, 11);
  const xTicks = chart.x
    ? chart.x.ticks.map((tick) => ({ at: x({ x: tick }), text: withMinus(String(tick)) }))
    : marks.map((text, index) => ({ at: x({ x: index }), text }));
  return (
    <ChartFrame {...texts} width={WIDTH} height={BOTTOM + 58} style={{ maxWidth: WIDTH, minWidth: 600 }}>
      <g fontSize="11" fill="var(--ink-3)">
        <text x={PADDING} y={TOP - 10}>
          {yTitle}
        </text>
        <text x={(left + right) / 2} y={BOTTOM + 38} textAnchor="middle">
          {axisTitle(down)}
        </text>
        {across && (
          <text x={right + 12} y={TOP + 4}>
            {axisTitle(across)}
          </text>
        )}
      </g>
      <g fontSize="11" fill="var(--ink-2)" textAnchor="end">
        {chart.y.ticks.map((tick, at) => (
          <g key={tick}>
            <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
            <text x={left - 8} y={y(tick) + 4}>
              {tickTexts[at]}
            </text>
          </g>
        ))}
      </g>
      <g fontSize="11" fill="var(--ink-2)" textAnchor="middle" stroke="var(--line-strong)">
        <line x1={left} x2={right} y1={BOTTOM} y2={BOTTOM} />
        {xTicks.map(({ at, text }) => (
          <g key={at}>
            <line x1={at} x2={at} y1={BOTTOM} y2={BOTTOM + 5} />
            <text x={at} y={BOTTOM + 19} stroke="none">
              {text}
            </text>
          </g>
        ))}
      </g>
      {chart.lines.map(({ column, points }) => (
        <Series key={column} series={column} points={points} x={x} y={y} hasRange={hasRange} />
      ))}
      {across &&
        keyed(names).map(({ key, label }, column) => (
          <g key={key} transform={`translate(${right + 12} ${TOP + 22 + column * 20})`}>
            <line x2="28" stroke={colourOf(column)} strokeWidth="2" strokeDasharray={dashOf(column)} />
            <Marker series={column} x={14} y={0} />
            <text x="36" y="4" fill="var(--ink)">
              {label}
            </text>
          </g>
        ))}
    </ChartFrame>
  );
}

interface SeriesProps {
  series: number;
  points: readonly LinePoint[];
  x: (point: LinePoint) => number;
  y: (value: number) => number;
  hasRange: boolean;
}

function Series({ series, points, x, y, hasRange }: SeriesProps) {
  const colour = colourOf(series);
  const band = [
    ...points.map((point) => `${x(point)},${y(point.max)}`),
    ...points.toReversed().map((point) => `${x(point)},${y(point.min)}`),
  ];
  const hasBand = hasRange && points.some(({ min, max }) => min !== max);
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
