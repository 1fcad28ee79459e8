import { type FormatMean, HEAT_CLASSES, type HeatCell, type HeatMap } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { CHART_FONT } from './chart-colours';
import { ChartFrame, type ChartTexts, PADDING } from './chart-frame';
import { keyed, shortLabel, shortLabels } from './chart-text';
import { CELL_HEIGHT, CLASS_WIDTH, heatLayout, ROW_LABEL } from './heat-layout';

const CLASSES = Array.from({ length: HEAT_CLASSES }, (_, step) => step);

interface FormatProps {
  format: FormatMean;
}

export interface HeatMapChartProps extends ChartTexts, FormatProps {
  axes: readonly AxisValues[];
  map: HeatMap;
  /** Has no more digits than `format`: a range has little space. */
  coarse: FormatMean;
  /** A second line in a cell; undefined: its range. */
  note: (row: number, column: number) => string | undefined;
}

/** Means of a grid. Each class has its own shade, number of bars in the cell, and number. */
export function HeatMapChart({ axes, map, format, coarse, note, ...texts }: HeatMapChartProps) {
  const [, across] = axes;
  const { left, top, gridWidth, gridHeight, cellWidth, width, height, ...at } = heatLayout(axes);
  return (
    <ChartFrame {...texts} width={width} height={height}>
      {map.classes.length > 1 && (
        <text x={PADDING} y={PADDING + 50} fill="var(--ink-3)" fontSize="11">
          Colors show rank, not magnitude.
        </text>
      )}
      {across && (
        <g textAnchor="middle" fill="var(--ink)">
          <text x={left + gridWidth / 2} y={top - 44} fill="var(--ink-3)" fontSize="11">
            {axisTitle(across)}
          </text>
          {keyed(shortLabels(across)).map(({ key, label }, column) => (
            <text key={key} x={at.x(column) + cellWidth / 2} y={top - 8}>
              {label}
            </text>
          ))}
        </g>
      )}
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
          width={cellWidth}
          format={format}
          note={note(cell.row, cell.column) ?? rangeOf(cell, [coarse, format])}
        />
      ))}
      <Legend
        map={map}
        x={Math.min(left, width - PADDING - HEAT_CLASSES * CLASS_WIDTH)}
        y={top + gridHeight + 18}
        format={format}
      />
    </ChartFrame>
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

/** The range of several runs, lowest to highest, in the first of the formats that shows it. */
function rangeOf({ spread }: HeatCell, formats: readonly FormatMean[]): string {
  if (!spread || spread.n < 2) return '';
  const { min, max, n } = spread;
  const format = formats.find((one) => one(min) !== one(max));
  return format ? `${format(min)} to ${format(max)}` : `all ${n} equal`;
}

interface HeatCellBoxProps extends FormatProps {
  cell: HeatCell;
  x: number;
  y: number;
  width: number;
  note: string;
}

/** Without a value it has a dashed frame. */
function HeatCellBox({ cell, x, y, width, format, note }: HeatCellBoxProps) {
  const { row, column, value, step } = cell;
  const isEmpty = value === null || step === null;
  const [fill, ink] = isEmpty ? ['none', 'var(--ink-3)'] : [`var(--heat-${step})`, `var(--heat-ink-${step})`];
  const middle = x + width / 2;
  return (
    <g
      data-heat={`${row}:${column}`}
      data-value={value ?? undefined}
      data-step={step ?? undefined}
      textAnchor="middle"
      fill={ink}
    >
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={width - 1}
        height={CELL_HEIGHT - 1}
        fill={fill}
        stroke={isEmpty ? 'var(--line-strong)' : 'var(--line)'}
        strokeDasharray={isEmpty ? '3 3' : undefined}
      />
      <text x={middle} y={y + (note === '' ? 32 : 26)} fontSize="15" fontWeight="600">
        {isEmpty ? '–' : format(value)}
      </text>
      {note !== '' && (
        <text x={middle} y={y + 42} fontSize="10.5">
          {shortLabel(note, Math.floor(width / 5.6))}
        </text>
      )}
      {!isEmpty && <StepBars x={middle} y={y + CELL_HEIGHT - 11} step={step} />}
    </g>
  );
}

/** Bars for a class: as many filled ones as its rank, out of the number of classes. */
function StepBars({ x, y, step }: { x: number; y: number; step: number }) {
  const ink = `var(--heat-ink-${step})`;
  const start = x - (HEAT_CLASSES * 8 - 2) / 2;
  return (
    <g stroke={ink} strokeWidth="0.7">
      {CLASSES.map((at) => (
        <rect key={at} x={start + at * 8} y={y} width="6" height="4" fill={at <= step ? ink : 'none'} />
      ))}
    </g>
  );
}

function Legend({ map, x, y, format }: FormatProps & { map: HeatMap; x: number; y: number }) {
  const { classes } = map;
  const [only] = classes;
  const hasEmpty = map.cells.some(({ value }) => value === null);
  if (!only) return null;
  if (classes.length === 1) {
    return (
      <text x={x} y={y + 14} fontSize="11" fill="var(--ink-3)">
        Same in all cells{hasEmpty && ' with a value'}: {format(only.from)}
      </text>
    );
  }
  return (
    <g fontSize="10.5" fill="var(--ink-3)">
      {classes.map(({ step, from, to }, at) => {
        const [low, high] = [format(from), format(to)];
        const start = x + at * CLASS_WIDTH;
        const middle = start + CLASS_WIDTH / 2;
        const fill = `var(--heat-${step})`;
        return (
          <g key={step} data-heat-class={step} textAnchor="middle">
            <rect
              x={start + 0.5}
              y={y + 0.5}
              width={CLASS_WIDTH - 1}
              height="13"
              fill={fill}
              stroke="var(--line)"
            />
            <StepBars x={middle} y={y + 5} step={step} />
            <text x={middle} y={y + 28}>
              {shortLabel(low, 10)}
            </text>
            {high !== low && (
              <text x={middle} y={y + 42}>
                to {shortLabel(high, 8)}
              </text>
            )}
          </g>
        );
      })}
      <text x={x} y={y + 60}>
        More filled squares = higher value.{hasEmpty && ' Dashed = no value.'}
      </text>
    </g>
  );
}
