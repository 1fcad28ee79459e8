import { type AxisNames, axisNames } from '@/components/compare/charts/chart-text';
import type { SharedSweep } from '@/lib/links/model/shared-comparison';

/** Names of the two axes; numbers where the settings are not shared. Null: there is no second axis. */
export function sharedAxisNames({ axes, rows, columns }: SharedSweep): {
  down: AxisNames;
  across: AxisNames | null;
} {
  if (axes === undefined) {
    const numbered = (label: string, count: number) => ({
      title: label,
      values: Array.from({ length: count }, (_, at) => `${label} ${at + 1}`),
    });
    return { down: numbered('Row', rows), across: columns > 1 ? numbered('Column', columns) : null };
  }
  const [down, across] = axes;
  return {
    down: down ? axisNames(down) : { title: '', values: [''] },
    across: across ? axisNames(across) : null,
  };
}
