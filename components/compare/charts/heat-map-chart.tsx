import type { Ref } from 'react';
import { HEAT_CLASSES, type HeatCell, type HeatMap } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { CHART_FONT } from './chart-colours';
import { keyed, shortLabel, shortLabels } from './chart-text';
import { CELL_HEIGHT, CELL_WIDTH, CLASS_WIDTH, heatLayout, PADDING, ROW_LABEL } from './heat-layout';

const CLASSES = Array.from({ length: HEAT_CLASSES }, (_, step) => step);

export interface HeatMapChartProps {
  axes: readonly AxisValues[];
  map: HeatMap;
  title: string;
  subtitle: string;
  format: (value: number) => string;
  /** A second line in a cell, instead of its range. */
  note?: (row: number, column: number) => string;
  /** Describes the chart to screen readers. */
  label: string;
  ref?: Ref<SVGSVGElement>;
}

/** Means of a grid. Each class has its own shade, number of bars in the cell, and number. */
export function HeatMapChart({ axes, map, title, subtitle, format, note, label, ref }: HeatMapChartProps) {
  const [, across] = axes;
  const columns = shortLabels(across);
  const { left, top, gridWidth, gridHeight, width, height, ...at } = heatLayout(axes);
  const titleSpace = Math.floor((width - 2 * PADDING) / 8.2);
  return (
    <svg
      ref={ref}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      fontFamily={CHART_FONT}
      fontSize="12"
      className="block h-auto w-full"
    >
      <rect width={width} height={height} fill="var(--bg)" />
      <text x={PADDING} y={PADDING + 14} fontSize="15" fontWeight="600" fill="var(--ink)">
        {shortLabel(title, titleSpace)}
      </text>
      <text x={PADDING} y={PADDING + 33} fill="var(--ink-3)">
        {shortLabel(subtitle, Math.floor((width - 2 * PADDING) / 6.2))}
      </text>
      {across && (
        <text x={left + gridWidth / 2} y={top - 44} textAnchor="middle" fill="var(--ink-3)" fontSize="11">
          {axisTitle(across)}
        </text>
      )}
      {across &&
        keyed(columns).map(({ key, label: text }, column) => (
          <text key={key} x={at.x(column) + CELL_WIDTH / 2} y={top - 8} textAnchor="middle" fill="var(--ink)">
            {text}
          </text>
        ))}
      <text x={PADDING} y={across ? top - 26 : top - 8} fill="var(--ink-3)" fontSize="11">
        {axisTitle(axes[0])}
      </text>
      <RowLabels axes={axes} />
      {map.cells.map((cell) => (
        <HeatCellBox
          key={`${cell.row}:${cell.column}`}
          cell={cell}
          x={at.x(cell.column)}
          y={at.y(cell.row)}
          format={format}
          note={note?.(cell.row, cell.column) ?? rangeOf(cell, format)}
        />
      ))}
      <Legend
        map={map}
        x={Math.min(left, width - PADDING - HEAT_CLASSES * CLASS_WIDTH)}
        y={top + gridHeight + 18}
        format={format}
      />
    </svg>
  );
}

/** The names of the rows once more, over the drawing's own: they stay while it is scrolled sideways. */
export function HeatRowLabels({ axes }: { axes: readonly AxisValues[] }) {
  const { left, top, gridHeight, width, height } = heatLayout(axes);
  const labelHeight = axes.length > 1 ? COLUMN_LABEL_HEIGHT : 0;
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      <svg
        aria-hidden="true"
        data-row-labels=""
        viewBox={`0 0 ${left} ${height}`}
        fontFamily={CHART_FONT}
        fontSize="12"
        className="sticky left-0 block h-auto"
        style={{ width: `${(100 * left) / width}%` }}
      >
        {/* Covers what is scrolled behind it, so that it can't be pressed. */}
        <rect
          y={top - labelHeight}
          width={left - 2}
          height={gridHeight + labelHeight}
          fill="var(--bg)"
          className="pointer-events-auto"
        />
        <RowLabels axes={axes} />
      </svg>
    </div>
  );
}

/** Of the columns' labels, below the rows' title. */
const COLUMN_LABEL_HEIGHT = 20;

function RowLabels({ axes }: { axes: readonly AxisValues[] }) {
  const [down] = axes;
  const { left, y } = heatLayout(axes);
  return keyed(shortLabels(down, ROW_LABEL)).map(({ key, label: text }, row) => (
    <text key={key} x={left - 10} y={y(row) + CELL_HEIGHT / 2 + 4} textAnchor="end" fill="var(--ink)">
      {text}
    </text>
  ));
}

/** The range of several runs, lowest to highest. */
function rangeOf({ spread }: HeatCell, format: (value: number) => string): string {
  if (!spread || spread.n < 2) return '';
  const [low, high] = [format(spread.min), format(spread.max)];
  return low === high ? `all ${spread.n} equal` : `${low} to ${high}`;
}

function HeatCellBox({
  cell,
  x,
  y,
  format,
  note,
}: {
  cell: HeatCell;
  x: number;
  y: number;
  format: (value: number) => string;
  note: string;
}) {
  const { value, step } = cell;
  if (value === null || step === null) {
    return (
      <g data-heat={`${cell.row}:${cell.column}`}>
        <rect
          x={x + 0.5}
          y={y + 0.5}
          width={CELL_WIDTH - 1}
          height={CELL_HEIGHT - 1}
          fill="none"
          stroke="var(--line-strong)"
          strokeDasharray="3 3"
        />
        <text x={x + CELL_WIDTH / 2} y={y + CELL_HEIGHT / 2 + 4} textAnchor="middle" fill="var(--ink-3)">
          –
        </text>
      </g>
    );
  }
  const ink = `var(--heat-ink-${step})`;
  return (
    <g data-heat={`${cell.row}:${cell.column}`} data-value={value} data-step={step}>
      <rect x={x} y={y} width={CELL_WIDTH} height={CELL_HEIGHT} fill={`var(--heat-${step})`} />
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={CELL_WIDTH - 1}
        height={CELL_HEIGHT - 1}
        fill="none"
        stroke="var(--line)"
      />
      <text
        x={x + CELL_WIDTH / 2}
        y={y + (note === '' ? 32 : 26)}
        textAnchor="middle"
        fontSize="15"
        fontWeight="600"
        fill={ink}
      >
        {format(value)}
      </text>
      {note !== '' && (
        <text x={x + CELL_WIDTH / 2} y={y + 42} textAnchor="middle" fontSize="10.5" fill={ink}>
          {shortLabel(note, 15)}
        </text>
      )}
      <StepBars x={x + CELL_WIDTH / 2} y={y + CELL_HEIGHT - 11} step={step} ink={ink} />
    </g>
  );
}

/** Bars for a class: as many filled ones as its rank, out of the number of classes. */
function StepBars({ x, y, step, ink }: { x: number; y: number; step: number; ink: string }) {
  const start = x - (HEAT_CLASSES * 8 - 2) / 2;
  return CLASSES.map((at) => (
    <rect
      key={at}
      x={start + at * 8}
      y={y}
      width="6"
      height="4"
      fill={at <= step ? ink : 'none'}
      stroke={ink}
      strokeWidth="0.7"
    />
  ));
}

function Legend({
  map,
  x,
  y,
  format,
}: {
  map: HeatMap;
  x: number;
  y: number;
  format: (value: number) => string;
}) {
  const { classes } = map;
  const [only] = classes;
  if (!only) return null;
  if (classes.length === 1) {
    return (
      <text x={x} y={y + 14} fontSize="11" fill="var(--ink-3)">
        Same in all cells: {format(only.from)}
      </text>
    );
  }
  return (
    <g fontSize="10.5" fill="var(--ink-3)">
      {classes.map(({ step, from, to }, at) => {
        const [low, high] = [format(from), format(to)];
        const middle = x + at * CLASS_WIDTH + CLASS_WIDTH / 2;
        return (
          <g key={step} data-heat-class={step}>
            <rect
              x={x + at * CLASS_WIDTH + 0.5}
              y={y + 0.5}
              width={CLASS_WIDTH - 1}
              height="13"
              fill={`var(--heat-${step})`}
              stroke="var(--line)"
            />
            <StepBars x={middle} y={y + 5} step={step} ink={`var(--heat-ink-${step})`} />
            <text x={middle} y={y + 28} textAnchor="middle">
              {shortLabel(low, 10)}
            </text>
            {high !== low && (
              <text x={middle} y={y + 42} textAnchor="middle">
                to {shortLabel(high, 8)}
              </text>
            )}
          </g>
        );
      })}
      <text x={x} y={y + 60}>
        Squares: low to high. Close values share a step.
      </text>
    </g>
  );
}
