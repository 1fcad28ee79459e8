import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisLabels, axisTitle, variantLabels } from '@/lib/compare/model/plan-labels';

/** Cuts a label to fit: text in SVG does not wrap. */
export function shortLabel(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

export function shortLabels(axis: AxisValues | undefined, max = 14): string[] {
  const short = axis?.kind === 'variants' ? variantLabels(axis.variants) : [];
  return axisLabels(axis).map((label, at) =>
    shortLabel(label.length > max ? (short[at]?.short ?? label) : label, max),
  );
}

/** Adds a unique key to each label: long labels may be cut to the same text. */
export function keyed(labels: readonly string[]): { readonly key: string; readonly label: string }[] {
  const times = new Map<string, number>();
  return labels.map((label) => {
    const time = (times.get(label) ?? 0) + 1;
    times.set(label, time);
    return { key: `${label} ${time}`, label };
  });
}

/** The name of a varied setting, and its values. */
export interface AxisNames {
  readonly title: string;
  readonly values: readonly string[];
}

export function axisNames(axis: AxisValues | undefined): AxisNames {
  return { title: axisTitle(axis), values: shortLabels(axis, 80) };
}

/** Estimated width of a text in points, for a font of this size. */
export function estimateWidth(text: string, size = 12): number {
  return text.length * size * 0.58;
}
