import {
  NOT_SENT,
  promptText,
  type SettingsRow,
  settingsCell,
  settingsRow,
  settingText,
} from '@/lib/compare/model/settings-table';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';
import { sharedCellRuns } from './shared-cell-runs';
import type { SharedComparison } from './shared-comparison';
import type { SharedRun } from './shared-run';

/**
 * The settings of a shared comparison's columns, row by row, as far as they are shared: the app's table with
 * the same marks, without connections.
 */
export function sharedSettings(shared: SharedComparison): SettingsRow[] {
  return settingsOfRuns(sharedCellRuns(shared).map(({ run }) => run));
}

function settingsOfRuns(runs: readonly SharedRun[]): SettingsRow[] {
  const rows: SettingsRow[] = [];
  if (runs.some(({ model }) => model !== undefined)) {
    rows.push(
      settingsRow(
        'model',
        'Model',
        runs.map(({ model }) => settingsCell(model, model || 'None chosen')),
      ),
    );
  }
  if (runs.some(({ prompt }) => prompt !== undefined)) {
    rows.push(
      settingsRow(
        'prompt',
        'Prompt',
        runs.map(({ prompt = '' }) => settingsCell(prompt, promptText(prompt))),
      ),
    );
  }
  for (const name of PARAMETER_NAMES) {
    const values = runs.map(({ parameters }) => parameters?.[name] ?? undefined);
    if (values.every((value) => value === undefined)) continue;
    const { label } = parameterSpec(name);
    rows.push(
      settingsRow(
        name,
        label,
        values.map((value) => settingsCell(value, value === undefined ? NOT_SENT : settingText(name, value))),
      ),
    );
  }
  return rows;
}
