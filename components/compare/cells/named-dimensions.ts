import type { Dimension } from '@/lib/compare/model/cell-grid';

/**
 * What rows of columns begin with: their value of the setting that differs, then their letter or name, as in `0.7 · A`.
 *
 * @param values for each column; empty: nothing differs
 */
export function namedByValues(
  dimensions: readonly Dimension[],
  values: readonly string[],
): readonly Dimension[] {
  if (values.length === 0) return dimensions;
  return dimensions.map((dimension) =>
    dimension.name === 'row'
      ? {
          ...dimension,
          title: '',
          labels: dimension.labels.map((label, at) => [values[at], label].filter(Boolean).join(' · ')),
        }
      : dimension,
  );
}
