'use client';

import { Bookmark, CopyPlus, Cpu, History, SquarePen } from 'lucide-react';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItems, MenuLabel, MenuSeparator, useAfterMenu } from '@/components/ui/menu';
import { useViewer } from '@/lib/accounts/client/viewer';
import { newColumnId, withColumn, withCopy } from '@/lib/compare/client/column-edits';
import { columnOfDraft } from '@/lib/compare/client/new-plans';
import { requestedPrompt, variantsOf } from '@/lib/compare/model/plan-cells';
import { useConnections } from '@/lib/connections/client/connection-list';
import { getDraft } from '@/lib/playground/client/draft-store';
import { presetSettings, usePresets } from '@/lib/playground/client/presets';
import type { Preset } from '@/lib/playground/model/presets';
import { useCompareView } from '../../view-state';
import { useAddColumn } from '../use-add-column';

export function AddColumnItems({ trigger }: LazyMenuParts) {
  const add = useAddColumn();
  const { change } = useCompareView();
  const { viewer } = useViewer();
  const { presets } = usePresets(viewer !== null);
  const { connections } = useConnections();

  const addPreset = (preset: Preset) => {
    const settings = presetSettings(preset);
    if (!settings) return;
    add((plan) => {
      // A preset does not say where it runs: that is copied from the last column.
      const last = variantsOf(plan).at(-1);
      if (!last) return plan;
      const { connectionId, model } = last;
      return withColumn(plan, {
        id: newColumnId(),
        name: preset.name.slice(0, 80),
        connectionId,
        model: preset.model ?? model,
        settings,
      });
    });
  };

  const { later, onClosed } = useAfterMenu();
  /** The last column once more, with the list of models open: it is in the table of the columns alone. */
  const addModel = () => {
    const id = newColumnId();
    add((plan) => withCopy(plan, variantsOf(plan).at(-1)?.id ?? '', id));
    change({ view: 'side', opened: null, openedRow: 'model', openedColumn: id });
  };

  return (
    <Menu
      label="Add column"
      trigger={trigger}
      defaultOpen
      onClosed={onClosed}
      className="max-h-[60dvh] min-w-56 overflow-y-auto"
    >
      <MenuItems
        items={[
          {
            icon: CopyPlus,
            label: 'Duplicate last column',
            onSelect: () => add((plan) => withCopy(plan, variantsOf(plan).at(-1)?.id ?? '', newColumnId())),
          },
          {
            icon: Cpu,
            label: 'Another model…',
            // The menu gives the focus back first: that would close the list of models again.
            onSelect: () => later(addModel),
          },
          {
            icon: SquarePen,
            label: 'From the playground',
            onSelect: () =>
              add((plan) =>
                withColumn(plan, columnOfDraft(getDraft(), connections, requestedPrompt(plan.base))),
              ),
          },
          { icon: History, label: 'From history…', onSelect: () => change({ layer: 'runs' }) },
        ]}
      />
      {presets.length > 0 && (
        <>
          <MenuSeparator />
          <MenuLabel>Presets</MenuLabel>
          <MenuItems
            items={presets.map((preset) => ({
              icon: Bookmark,
              label: preset.name,
              disabled: presetSettings(preset) === null,
              onSelect: () => addPreset(preset),
            }))}
          />
        </>
      )}
    </Menu>
  );
}
