'use client';

import { RefreshCw, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { toast } from '@/components/ui/toast';
import { useViewer } from '@/lib/accounts/client/viewer';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { changeDraft, getDraft, useDraft } from '@/lib/playground/client/draft-store';
import {
  presetSettings,
  useDeletePreset,
  usePresets,
  useSavePreset,
  useUpdatePreset,
} from '@/lib/playground/client/presets';
import type { Preset } from '@/lib/playground/model/presets';
import { changedParameters, type Settings } from '@/lib/protocol/request/settings';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import { PresetForm } from './preset-form';

/** All presets, and a field that saves the current settings as another. */
export function PresetList({ onApplied }: { onApplied: () => void }) {
  const { viewer } = useViewer();
  const { presets, isLoading, error, refetch } = usePresets(viewer !== null);
  return (
    <>
      <PresetForm taken={presets} />
      {isLoading && (
        <p className="flex items-center gap-2 px-3 py-3 text-xs text-ink-3">
          <Spinner /> Loading presets
        </p>
      )}
      {error && (
        <div role="alert" className="flex items-center gap-2 px-3 py-3 text-xs text-bad">
          <span className="min-w-0 flex-1">{error.message}</span>
          <Button size="sm" onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
      {!isLoading && !error && presets.length === 0 && (
        <p className="px-3 py-3 text-xs text-ink-3">Presets save the model and all parameters.</p>
      )}
      {presets.length > 0 && (
        <ul className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1">
          {presets.map((preset) => (
            <PresetItem key={preset.id} preset={preset} onApplied={onApplied} />
          ))}
        </ul>
      )}
    </>
  );
}

function PresetItem({ preset, onApplied }: { preset: Preset; onApplied: () => void }) {
  const update = useUpdatePreset();
  const remove = useDeletePreset();
  const save = useSavePreset();
  const settings = presetSettings(preset);
  const same = useDraft(
    (draft) =>
      settings !== null &&
      (preset.model === null || preset.model === draft.model) &&
      changedParameters(settings, draft.settings).length === 0,
  );
  const input = { name: preset.name, model: preset.model, settings: preset.settings };
  const fail = (reason: unknown) => toast(messageOf(reason), { tone: 'bad' });

  const apply = () => {
    if (!settings) return;
    applyPreset(preset.name, preset.model, settings);
    onApplied();
  };
  const overwrite = () => {
    const { model, settings: now } = getDraft();
    const undo = () => update.mutate({ id: preset.id, input }, { onError: fail });
    update.mutate(
      { id: preset.id, input: { name: preset.name, model: model || null, settings: { ...now } } },
      {
        onSuccess: () =>
          toast(`“${preset.name}” updated.`, {
            action: { label: 'Undo', onClick: undo },
          }),
        onError: fail,
      },
    );
  };
  const discard = () =>
    remove.mutate(preset.id, {
      onSuccess: () =>
        toast(`“${preset.name}” deleted.`, {
          action: { label: 'Undo', onClick: () => save.mutate(input, { onError: fail }) },
        }),
      onError: fail,
    });

  return (
    <li className="flex items-center gap-0.5 rounded-sm hover:bg-hover">
      <button
        type="button"
        onClick={apply}
        disabled={!settings}
        className="flex min-h-8 min-w-0 flex-1 items-baseline gap-2 rounded-sm px-2 py-1 text-left pointer-coarse:min-h-10"
      >
        <span className="min-w-0 truncate">{visibleName(preset.name)}</span>
        <span className="ml-auto shrink-0 text-xs text-ink-3 tabular-nums">
          {same ? 'in use' : settings ? sentCount(settings) : 'unreadable'}
        </span>
      </button>
      <IconButton
        size="sm"
        label={`Update ${preset.name} with current settings`}
        loading={update.isPending}
        disabled={same}
        onClick={overwrite}
      >
        <RefreshCw aria-hidden="true" />
      </IconButton>
      <IconButton size="sm" label={`Delete ${preset.name}`} loading={remove.isPending} onClick={discard}>
        <Trash2 aria-hidden="true" />
      </IconButton>
    </li>
  );
}

function sentCount(settings: Settings): string {
  const count = settings.sent.filter((name) => name !== 'stream').length;
  return `${count} sent`;
}

/** A preset may set the model; the connection and the prompt stay. */
function applyPreset(name: string, presetModel: string | null, settings: Settings): void {
  const before = getDraft();
  clearParameterErrors();
  changeDraft({ settings, model: presetModel ?? before.model });
  toast(`“${name}” applied.`, {
    id: 'settings',
    action: {
      label: 'Undo',
      onClick: () => changeDraft({ settings: before.settings, model: before.model }),
    },
  });
}
