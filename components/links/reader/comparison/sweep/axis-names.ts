import { axisLabels, axisTitle } from '@/components/compare/charts/chart-text';
import type { SharedSweep } from '@/lib/links/model/shared-comparison';

export interface AxisNames {
  readonly title: string;
  readonly values: readonly string[];
}

/** Down, and along; by numbers where the settings are not shared. Null: there is no second axis. */
export function axisNames({ axes, rows, columns }: SharedSweep): {
  down: AxisNames;
  across: AxisNames | null;
} {
  if (axes === undefined) {
    const numbered = (word: string, count: number) => ({
      title: word,
      values: Array.from({ length: count }, (_, at) => `${word} ${at + 1}`),
    });
    return { down: numbered('Row', rows), across: columns > 1 ? numbered('Column', columns) : null };
  }
  const named = (axis: (typeof axes)[number]) => ({ title: axisTitle(axis), values: axisLabels(axis, 80) });
  const [down, across] = axes;
  return {
    down: down ? named(down) : { title: '', values: [''] },
    across: across ? named(across) : null,
  };
}
