import type { DraftPreset } from '@/lib/playground/client/draft';
import { changeDraft, getDraft } from '@/lib/playground/client/draft-store';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import { draftToast } from '../draft-toast';

/** A preset may set the model; the connection and the prompt stay. */
export function applyPreset(preset: DraftPreset): void {
  const { settings, injected, model, preset: before } = getDraft();
  clearParameterErrors();
  changeDraft({
    settings: preset.settings,
    injected: preset.injected ?? injected,
    model: preset.model ?? model,
    preset,
  });
  draftToast(
    `“${preset.name}” applied.`,
    () => changeDraft({ settings, injected, model, preset: before }),
    'settings',
  );
}
