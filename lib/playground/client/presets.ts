'use client';

import { queryOptions } from '@tanstack/react-query';
import { api, apiResponse } from '@/lib/platform/client/http/api';
import { changing, readCurrent } from '@/lib/platform/client/http/changes';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { queryClient, useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import {
  type Preset,
  type PresetInput,
  presetListSchema,
  presetSchema,
} from '@/lib/playground/model/presets';
import { readSettings, type Settings } from '@/lib/protocol/request/settings';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { DraftPreset } from './draft';
import { changeDraft, getDraft } from './draft-store';
import { readInjected } from './injected-texts';

const LIST_KEY = ['presets'] as const;
const NO_PRESETS: readonly Preset[] = [];
const pathOf = (id: string) => `/api/presets/${encodeURIComponent(id)}`;

const presetsQuery = queryOptions({
  queryKey: LIST_KEY,
  queryFn: ({ signal }) => readCurrent(() => api('/api/presets', presetListSchema, { signal }), signal),
});

/** All presets, for code outside React; the account has to exist. */
export async function fetchPresets(): Promise<readonly Preset[]> {
  return (await queryClient().fetchQuery(presetsQuery)).presets;
}

/** With `signedIn` false nothing is requested: a visitor has no presets. */
export function usePresets(signedIn: boolean) {
  const query = useQuery({ ...presetsQuery, enabled: signedIn });
  return { ...query, presets: query.data?.presets ?? NO_PRESETS };
}

/** The settings of a preset; what this version does not know is left out. */
export function presetSettings(preset: Preset): Settings | null {
  return readSettings(preset.settings);
}

/** As the draft remembers it; null when its settings cannot be read. */
export function draftPreset({ id, name, model, settings }: Preset): DraftPreset | null {
  const read = readSettings(settings);
  return (
    read && { id, name: visibleName(name), model, settings: read, injected: readInjected(settings.injected) }
  );
}

/** What a preset stores of the draft. */
export function presetContent(): Pick<PresetInput, 'model' | 'settings'> {
  const { model, settings, injected } = getDraft();
  return { model: model || null, settings: { ...settings, injected } };
}

/** The draft's settings are now those of this preset: it was saved or updated with them. */
export function notePresetInUse(saved: Preset): void {
  changeDraft({ preset: draftPreset(saved) });
}

export function useSavePreset() {
  const changed = usePresetsChanged();
  return useMutation({
    mutationFn: (input: PresetInput) =>
      changing(() => api('/api/presets', presetSchema, { method: 'POST', body: input })),
    onSuccess: changed,
  });
}

export function useUpdatePreset() {
  const changed = usePresetsChanged();
  return useMutation({
    mutationFn: ({ id, input }: { id: string; input: PresetInput }) =>
      changing(() => api(pathOf(id), presetSchema, { method: 'PUT', body: input })),
    onSuccess: changed,
  });
}

export function useDeletePreset() {
  const changed = usePresetsChanged();
  return useMutation({
    mutationFn: async (id: string): Promise<void> => {
      await changing(() => apiResponse(pathOf(id), { method: 'DELETE' }));
    },
    onSuccess: changed,
  });
}

function usePresetsChanged() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: LIST_KEY });
}
