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

/** Fewer characters of a text than this say less than its number. */
const MIN_SHOWN = 6;

/**
 * The labels of an axis along a line, cut so that none runs into the next: of inputs the numbers where there is no space for
 * their texts, and where there are many more, only every so many; the others are empty.
 *
 * @param space points from one label to the next
 */
export function fittingLabels(axis: AxisValues | undefined, space: number, size: number): string[] {
  const labels = shortLabels(axis);
  const max = Math.floor(space / estimateWidth(' ', size)) - 1;
  if (axis?.kind !== 'inputs' || max >= MIN_SHOWN)
    return labels.map((label) => shortLabel(label, Math.max(2, max)));
  const every = Math.ceil(estimateWidth(`${labels.length} `, size) / space);
  return labels.map((_, at) => (at % every === 0 ? String(at + 1) : ''));
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
