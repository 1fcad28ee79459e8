'use client';

import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { toast } from '@/components/ui/toast';
import { useViewer } from '@/lib/accounts/client/viewer';
import { isAsPreset } from '@/lib/playground/client/draft';
import { changeDraft, getDraft, useDraft } from '@/lib/playground/client/draft-store';
import {
  draftPreset,
  notePresetInUse,
  presetContent,
  useDeletePreset,
  usePresets,
  useSavePreset,
  useUpdatePreset,
} from '@/lib/playground/client/presets';
import { sentParts } from '@/lib/playground/client/sent-summary';
import type { Preset, PresetInput } from '@/lib/playground/model/presets';
import type { Settings } from '@/lib/protocol/request/settings';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import { applyPreset } from './apply-preset';
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
  const read = useMemo(() => draftPreset(preset), [preset]);
  const same = useDraft((draft) => read !== null && isAsPreset(draft, read));
  // Another one may hold the same: in use is the one that was chosen.
  const isInUse = useDraft((draft) => draft.preset?.id === preset.id) && same;
  const input = { name: preset.name, model: preset.model, settings: preset.settings };

  const apply = () => {
    if (!read) return;
    applyPreset(read);
    onApplied();
  };
  // Promises rather than callbacks: those end with this list, which may be closed by then.
  const overwrite = () => {
    const put = (next: PresetInput) => update.mutateAsync({ id: preset.id, input: next });
    const undo = () =>
      put(input).then((old) => {
        // Another one may be in use by now.
        if (getDraft().preset?.id === old.id) notePresetInUse(old);
      }, toastError);
    put({ name: preset.name, ...presetContent() }).then((saved) => {
      notePresetInUse(saved);
      toast(`“${preset.name}” overwritten.`, { action: { label: 'Undo', onClick: () => void undo() } });
    }, toastError);
  };
  const discard = () =>
    remove.mutateAsync(preset.id).then(() => {
      const wasInUse = getDraft().preset?.id === preset.id;
      if (wasInUse) changeDraft({ preset: null });
      const undo = () =>
        save.mutateAsync(input).then((saved) => {
          if (wasInUse && getDraft().preset === null) notePresetInUse(saved);
        }, toastError);
      toast(`“${preset.name}” deleted.`, { action: { label: 'Undo', onClick: () => void undo() } });
    }, toastError);

  return (
    <li className="flex items-center gap-0.5 rounded-sm hover:bg-hover">
      <button
        type="button"
        onClick={apply}
        disabled={!read}
        title={`Apply ${visibleName(preset.name)}`}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 py-1 text-left pointer-coarse:min-h-10"
      >
        <span className="min-w-0 truncate">{visibleName(preset.name)}</span>
        <span className="ml-auto shrink-0 text-xs text-ink-3 tabular-nums">
          {isInUse ? 'in use' : read ? sentCount(read.settings) : 'unreadable'}
        </span>
        {/* To the eye: the name of the button is the preset's. */}
        {read && !isInUse && (
          <span aria-hidden="true" className="shrink-0 text-xs text-accent">
            Apply
          </span>
        )}
      </button>
      <Button
        size="sm"
        variant="ghost"
        aria-label={`Overwrite ${preset.name} with current settings`}
        title="Overwrite with current settings"
        loading={update.isPending}
        disabled={same}
        onClick={overwrite}
      >
        Overwrite
      </Button>
      <IconButton size="sm" label={`Delete ${preset.name}`} loading={remove.isPending} onClick={discard}>
        <Trash2 aria-hidden="true" />
      </IconButton>
    </li>
  );
}

function sentCount(settings: Settings): string {
  // As the panel counts them.
  const count = sentParts(settings).length;
  return count === 1 ? '1 parameter' : `${count} parameters`;
}
