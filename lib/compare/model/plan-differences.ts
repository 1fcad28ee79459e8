import { parameterSpec } from '@/lib/protocol/request/parameters';
import type { ComparisonPlan } from './plan';
import {
  collapseSettings,
  type SettingsRow,
  settingsColumns,
  settingsTable,
  settingText,
} from './settings-table';

const MAX_VALUE = 24;
const MAX_LENGTH = 200;

/** `temperature 0.2 / 0.7 / 1.2 × top P 0.5 / 1`: what tells the runs of a plan apart. Empty when nothing does. */
export function planDifferences(plan: ComparisonPlan): string {
  const parts =
    plan.kind === 'sweep'
      ? plan.axes.map(({ parameter, values }) =>
          valuesListed(
            parameterSpec(parameter).label,
            values.map((value) => settingText(parameter, value)),
          ),
        )
      : differingSettings(settingsTable(settingsColumns(plan, () => null)));
  return cut(parts.join(plan.kind === 'sweep' ? ' × ' : ' · '), MAX_LENGTH);
}

/** `temperature 0 / 0.7`, `different prompts`: one for each of the first two settings that differ between columns. */
export function differingSettings(rows: readonly SettingsRow[]): string[] {
  return collapseSettings(rows)
    .differing.slice(0, 2)
    .map(({ name, label, cells }) =>
      name === 'prompt'
        ? 'different prompts'
        : valuesListed(
            label,
            cells.map(({ text, sent }) => (sent ? text : text.toLowerCase())),
          ),
    );
}

export function valuesListed(label: string, values: readonly string[]): string {
  const lower = label.charAt(0).toLowerCase() + label.slice(1);
  return `${lower} ${values.map((value) => cut(value, MAX_VALUE)).join(' / ')}`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
