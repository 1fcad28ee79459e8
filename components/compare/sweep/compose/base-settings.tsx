'use client';

import { useMemo } from 'react';
import { PARAMETER_CONTROLS } from '@/components/playground/parameters/parameter-controls';
import { RangeSelectionProvider } from '@/components/playground/parameters/range-selection';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { baseEditor } from '@/lib/compare/client/settings-editors';
import { selectedRange, withSelected } from '@/lib/compare/client/sweep-edits';
import { variedBy } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { SettingsEditorProvider } from '@/lib/playground/client/settings-editor';
import { PARAMETER_NAMES, type ParameterName } from '@/lib/protocol/request/parameters';

/**
 * The settings that all cells share, with the playground's controls. A range can be selected on each slider.
 */
export function BaseSettings() {
  const compareStore = useCompareStore();
  const change = useChangePlan();
  const editor = useMemo(() => baseEditor(compareStore), [compareStore]);
  const axes = usePlanPart((plan) => plan.axes);
  const rangeSelection = useMemo(
    () => ({
      values: () => undefined,
      selectRange: (name: ParameterName, from: number, to: number) => {
        const range = selectedRange(name, from, to);
        if (range) change((plan) => withSelected(plan, range.parameter, range.values));
      },
    }),
    [change],
  );
  const varied = new Set<string>(axes.map(variedBy));
  return (
    <SettingsEditorProvider value={editor}>
      <RangeSelectionProvider value={rangeSelection}>
        {PARAMETER_NAMES.filter((name) => !varied.has(name)).map((name) => (
          <div key={name}>{PARAMETER_CONTROLS[name]}</div>
        ))}
      </RangeSelectionProvider>
      <p className="px-4 py-2 text-xs text-ink-3">
        <span className="pointer-coarse:hidden">
          Shift-drag a slider (or press Shift and an arrow key) to vary it over a range.{' '}
        </span>
        {axes.length > 0 && `Variables: ${axes.map(axisTitle).join(' and ')}.`}
      </p>
    </SettingsEditorProvider>
  );
}
