import { STATUS_SIGNS } from '@/components/ui/status-dot';
import type { LineageRow } from '@/lib/history/client/lineage-layout';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';

const HEIGHT = 28;
const MIDDLE = HEIGHT / 2;
const STEP = 14;
/** A lineage with very many branches gets narrower steps rather than a wider drawing. */
const WIDEST = 132;

const INKS = {
  neutral: 'var(--line-strong)',
  accent: 'var(--accent)',
  good: 'var(--good)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
} as const;

/** The lines of one row of a lineage, and the dot of its run. */
export function LineageRail({
  row,
  columns,
  current,
}: {
  row: LineageRow;
  columns: number;
  current: boolean;
}) {
  const { column, from, passing, hasChildren, member } = row;
  const step = Math.min(STEP, (WIDEST - STEP) / Math.max(1, columns - 1));
  const x = (at: number) => STEP / 2 + at * step;
  const tone = member.run ? STATUS_LABELS[member.run.status].tone : null;
  const width = x(columns - 1) + STEP / 2;
  return (
    <span className="relative h-full shrink-0" style={{ width }}>
      {/* Stretched to rows of any height: on touch screens they are taller. */}
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="size-full"
        fill="none"
        stroke="var(--line-strong)"
        strokeWidth="1.25"
      >
        {passing.map((at) => (
          <path key={at} d={`M${x(at)} 0V${HEIGHT}`} />
        ))}
        {from === column && <path d={`M${x(column)} 0V${MIDDLE}`} />}
        {from !== null && from !== column && (
          <path
            d={`M${x(from)} 0V${MIDDLE - 5}Q${x(from)} ${MIDDLE} ${x(from) + 5} ${MIDDLE}H${x(column)}`}
          />
        )}
        {hasChildren && <path d={`M${x(column)} ${MIDDLE}V${HEIGHT}`} />}
      </svg>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        className="absolute inset-x-0 top-1/2 -translate-y-1/2"
        style={{ height: HEIGHT }}
        fill="none"
      >
        {current && (
          <circle
            cx={x(column)}
            cy={MIDDLE}
            r="6.5"
            fill="var(--bg)"
            stroke="var(--accent)"
            strokeWidth="1.5"
          />
        )}
        {tone ? (
          // By shape as well as by colour, as everywhere.
          <g
            transform={`translate(${x(column) - 4.5} ${MIDDLE - 4.5}) scale(0.9)`}
            color={INKS[tone]}
            stroke="none"
          >
            {STATUS_SIGNS[tone]}
          </g>
        ) : (
          <circle
            cx={x(column)}
            cy={MIDDLE}
            r="3.5"
            fill="var(--bg)"
            stroke="var(--line-strong)"
            strokeWidth="1.25"
          />
        )}
      </svg>
    </span>
  );
}
