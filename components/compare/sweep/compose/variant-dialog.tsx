'use client';

import { useMemo } from 'react';
import { PARAMETER_CONTROLS } from '@/components/playground/parameters/parameter-controls';
import { Dialog } from '@/components/ui/dialog';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { columnEditor } from '@/lib/compare/client/settings-editors';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { axisLabels } from '@/lib/compare/model/plan-labels';
import { SettingsEditorProvider } from '@/lib/playground/client/settings-editor';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';

/** All parameters of one of the settings that an axis varies. */
export function VariantDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const compareStore = useCompareStore();
  const editor = useMemo(() => columnEditor(compareStore, id), [compareStore, id]);
  const name = usePlanPart((plan) => {
    const at = variantsOf(plan).findIndex((variant) => variant.id === id);
    return axisLabels(plan.axes.find(({ kind }) => kind === 'variants'))[at] ?? '';
  });
  return (
    <Dialog onClose={onClose} title={`Settings for ${name}`} side="left" bodyClassName="pb-4">
      <SettingsEditorProvider value={editor}>
        {PARAMETER_NAMES.map((parameter) => (
          <div key={parameter}>{PARAMETER_CONTROLS[parameter]}</div>
        ))}
      </SettingsEditorProvider>
    </Dialog>
  );
}
