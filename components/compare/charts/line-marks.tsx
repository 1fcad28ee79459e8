/** Dashes and markers of up to seven lines, so that no line is recognised by its colour alone. */
export const DASHES = ['', '7 4', '2 3', '9 3 2 3', '12 4', '1 4', '5 2 1 2 1 2'] as const;

export function dashOf(series: number): string | undefined {
  return DASHES[series % DASHES.length] || undefined;
}

/** A marker at a point, filled with the colour of its line. */
export function Marker({ series, x, y, size = 4 }: { series: number; x: number; y: number; size?: number }) {
  const colour = `var(--series-${series % 7})`;
  const r = size;
  const common = { fill: colour, stroke: 'var(--bg)', strokeWidth: 1 };
  switch (series % 7) {
    case 0:
      return <circle cx={x} cy={y} r={r} {...common} />;
    case 1:
      return <rect x={x - r} y={y - r} width={2 * r} height={2 * r} {...common} />;
    case 2:
      return <path d={`M${x} ${y - r * 1.3}L${x + r * 1.2} ${y + r}H${x - r * 1.2}Z`} {...common} />;
    case 3:
      return (
        <path
          d={`M${x} ${y - r * 1.4}L${x + r * 1.4} ${y}L${x} ${y + r * 1.4}L${x - r * 1.4} ${y}Z`}
          {...common}
        />
      );
    case 4:
      return <path d={`M${x} ${y + r * 1.3}L${x + r * 1.2} ${y - r}H${x - r * 1.2}Z`} {...common} />;
    case 5:
      return (
        <path
          d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`}
          stroke={colour}
          strokeWidth={2.2}
          fill="none"
        />
      );
    default:
      return <circle cx={x} cy={y} r={r} fill="var(--bg)" stroke={colour} strokeWidth={2} />;
  }
}
