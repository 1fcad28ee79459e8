import type { Axis } from '@/lib/compare/model/plan';
import { settingText } from '@/lib/compare/model/settings-table';
import { parameterSpec } from '@/lib/protocol/request/parameters';

/** Cuts a label to fit: text in SVG does not wrap. */
export function shortLabel(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

export function axisLabels(axis: Axis | undefined, max = 14): string[] {
  return axis ? axis.values.map((value) => shortLabel(settingText(axis.parameter, value), max)) : [''];
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

export function axisNames(axis: Axis): AxisNames {
  return { title: axisTitle(axis), values: axisLabels(axis, 80) };
}

export function axisTitle(axis: Axis | undefined): string {
  return axis ? parameterSpec(axis.parameter).label : '';
}

/** Estimated width of a text in points, for a font of this size. */
export function estimateWidth(text: string, size = 12): number {
  return text.length * size * 0.58;
}
