/** Dashes and markers of up to seven lines, so that no line is recognised by its colour alone. */
const DASHES = ['', '7 4', '2 3', '9 3 2 3', '12 4', '1 4', '5 2 1 2 1 2'] as const;

const CIRCLE = 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z';
const SHAPES = [
  CIRCLE,
  'M-4-4H4V4H-4Z',
  'M0-5.2L4.8 4H-4.8Z',
  'M0-5.6L5.6 0L0 5.6L-5.6 0Z',
  'M0 5.2L4.8-4H-4.8Z',
  'M-4-4L4 4M4-4L-4 4',
  CIRCLE,
] as const;
/** Shapes that are drawn by their line. */
const OPEN: ReadonlySet<number> = new Set([5, 6]);

export function colourOf(series: number): string {
  return `var(--series-${series % SHAPES.length})`;
}

export function dashOf(series: number): string | undefined {
  return DASHES[series % DASHES.length] || undefined;
}

/** A marker at a point, filled with the colour of its line. */
export function Marker({ series, x, y }: { series: number; x: number; y: number }) {
  const at = series % SHAPES.length;
  const colour = colourOf(series);
  const paint = OPEN.has(at)
    ? { fill: 'var(--bg)', stroke: colour, strokeWidth: 2 }
    : { fill: colour, stroke: 'var(--bg)', strokeWidth: 1 };
  return <path d={SHAPES[at]} transform={`translate(${x} ${y})`} {...paint} />;
}
