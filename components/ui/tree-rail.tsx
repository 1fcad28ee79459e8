import type { ReactNode } from 'react';

const HEIGHT = 28;
const MIDDLE = HEIGHT / 2;
const STEP = 14;
/** A tree with very many forks gets narrower steps rather than a wider drawing. */
const WIDEST = 132;

export interface TreeRailProps {
  /** Of the row's dot, from the left. */
  column: number;
  /** The column that its line comes from; null at the top. */
  from: number | null;
  /** Columns whose lines pass by on their way to a row further down. */
  passing: readonly number[];
  hasChildren: boolean;
  /** Of the whole tree. */
  columns: number;
  current: boolean;
  /** It starts its parent's text again instead of going on from it: the line to its dot is dashed. */
  isAgain?: boolean;
  /** Columns whose lines are on the way to the current row: `passing`, `from` or the row's own. */
  path?: TreePath;
  /** Drawn around the point 0 0. */
  children: ReactNode;
}

export interface TreePath {
  /** The line to the row's dot. */
  readonly above: boolean;
  /** The line from it to its children. */
  readonly below: boolean;
  /** The column that passes by; null: none does. */
  readonly passing: number | null;
}

const OFF_PATH: TreePath = { above: false, below: false, passing: null };

/** The lines of one row of a tree, and its dot. */
export function TreeRail(props: TreeRailProps) {
  const {
    column,
    from,
    passing,
    hasChildren,
    columns,
    current,
    isAgain = false,
    path = OFF_PATH,
    children,
  } = props;
  const step = Math.min(STEP, (WIDEST - STEP) / Math.max(1, columns - 1));
  const x = (at: number) => STEP / 2 + at * step;
  const width = x(columns - 1) + STEP / 2;
  const dashes = isAgain ? '2 2' : undefined;
  const line = (isPath: boolean) =>
    isPath ? { stroke: 'var(--accent)', strokeWidth: 2 } : { stroke: 'var(--line-strong)' };
  return (
    <span className="relative h-full shrink-0" style={{ width }}>
      {/* Stretched to rows of any height: on touch screens they are taller. */}
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="size-full"
        fill="none"
        strokeWidth="1.25"
      >
        {distinct(passing, step).map((at) => (
          <path key={at} d={`M${x(at)} 0V${HEIGHT}`} {...line(false)} />
        ))}
        {path.passing !== null && <path d={`M${x(path.passing)} 0V${HEIGHT}`} {...line(true)} />}
        {from === column && (
          <path d={`M${x(column)} 0V${MIDDLE}`} {...line(path.above)} strokeDasharray={dashes} />
        )}
        {from !== null && from !== column && (
          <path
            d={`M${x(from)} 0V${MIDDLE - 5}Q${x(from)} ${MIDDLE} ${x(from) + 5} ${MIDDLE}H${x(column)}`}
            {...line(path.above)}
            strokeDasharray={dashes}
          />
        )}
        {hasChildren && <path d={`M${x(column)} ${MIDDLE}V${HEIGHT}`} {...line(path.below)} />}
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
        <g transform={`translate(${x(column)} ${MIDDLE})`}>{children}</g>
      </svg>
    </span>
  );
}

/** Of thousands of columns, lines less than a pixel apart are one. */
function distinct(columns: readonly number[], step: number): readonly number[] {
  if (step >= 1) return columns;
  let last = Number.NEGATIVE_INFINITY;
  return columns.filter((at) => {
    if ((at - last) * step < 1) return false;
    last = at;
    return true;
  });
}
