import type { CSSProperties, ReactNode, Ref } from 'react';
import { CHART_FONT } from './chart-colours';
import { shortLabel } from './chart-text';

export const PADDING = 16;

/** What every chart says about itself. */
export interface ChartTexts {
  title: string;
  subtitle: string;
  /** Describes the chart to screen readers. */
  label: string;
  ref?: Ref<SVGSVGElement> | undefined;
}

export interface ChartFrameProps extends ChartTexts {
  width: number;
  height: number;
  style?: CSSProperties;
  children: ReactNode;
}

/** A drawing with its title, in its own units. */
export function ChartFrame({ title, subtitle, label, ref, width, height, style, children }: ChartFrameProps) {
  const space = width - 2 * PADDING;
  return (
    <svg
      ref={ref}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      fontFamily={CHART_FONT}
      fontSize="12"
      className="block h-auto w-full"
      style={style}
    >
      <rect width={width} height={height} fill="var(--bg)" />
      <text x={PADDING} y={PADDING + 14} fontSize="15" fontWeight="600" fill="var(--ink)">
        {shortLabel(title, Math.floor(space / 8.2))}
      </text>
      <text x={PADDING} y={PADDING + 33} fill="var(--ink-3)">
        {shortLabel(subtitle, Math.floor(space / 6.2))}
      </text>
      {children}
    </svg>
  );
}
