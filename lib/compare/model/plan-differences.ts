import { cutAtWord } from '@/lib/protocol/text/cut-text';
import type { ComparisonPlan } from './plan';
import { kindOf } from './plan-cells';
import { axisLabels, axisTitle } from './plan-labels';
import {
  collapseSettings,
  NOT_SENT,
  type SettingsRow,
  settingsColumns,
  settingsTable,
} from './settings-table';

const MAX_VALUE = 24;
const MAX_LENGTH = 200;

/** `temperature 0.2 / 0.7 / 1.2 × top P 0.5 / 1`: what tells the runs of a plan apart. Empty when nothing does. */
export function planDifferences(plan: ComparisonPlan): string {
  const isSweep = kindOf(plan) === 'sweep';
  const parts = isSweep
    ? plan.axes.map((axis) =>
        valuesListed(
          axisTitle(axis),
          axisLabels(axis).map((label) => (label === NOT_SENT ? label.toLowerCase() : label)),
        ),
      )
    : differingSettings(settingsTable(settingsColumns(plan, () => null)));
  return cutAtWord(parts.join(isSweep ? ' × ' : ' · '), MAX_LENGTH);
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
  return `${lower} ${values.map((value) => cutAtWord(value, MAX_VALUE)).join(' / ')}`;
}
