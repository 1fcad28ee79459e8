import { bytesOfJson, growth, withSpace } from '@/lib/accounts/server/storage/quota';
import { AppError } from '@/lib/platform/model/app-error';
import {
  deletePreset as deleteRecord,
  getPreset,
  listPresets,
  savePreset,
  updatePreset as updateRecord,
} from '@/lib/playground/db/presets';
import type { Preset, PresetInput } from '@/lib/playground/model/presets';

/** Settings saved under a name. */

const MAX_PRESETS = 200;
/** In characters of JSON; the largest sensible preset has a logit bias of a few hundred tokens. */
const MAX_SETTINGS_LENGTH = 100_000;

/** Sorted by name; none for a visitor. */
export async function presetsOf(userId: string | null): Promise<Preset[]> {
  return userId === null ? [] : listPresets(userId);
}

/** Throws AppError: `conflict` (the name is taken, or there are too many), `invalid_request`, `storage_full`. */
export async function createPreset(userId: string, input: PresetInput): Promise<Preset> {
  checkSize(input);
  if ((await listPresets(userId)).length >= MAX_PRESETS) {
    throw new AppError('conflict', {
      message: `You can have up to ${MAX_PRESETS} presets. Delete one first.`,
    });
  }
  const saved = await withSpace(userId, bytesOfJson(input), () => savePreset(userId, input));
  if (!saved.ok) throw saved.reason === 'name_taken' ? nameTaken() : new AppError('not_signed_in');
  return saved.preset;
}

/** Replaces a preset. Throws AppError: `not_found`, `conflict`, `invalid_request`, `storage_full`. */
export async function updatePreset(userId: string, presetId: string, input: PresetInput): Promise<Preset> {
  checkSize(input);
  const before = await getPreset(userId, presetId);
  if (before === null) throw new AppError('not_found');
  const { name, model, settings } = before;
  const updated = await withSpace(userId, growth([{ name, model, settings }], [input]), () =>
    updateRecord(userId, presetId, input),
  );
  if (updated.ok) return updated.preset;
  throw updated.reason === 'name_taken' ? nameTaken() : new AppError('not_found');
}

/** Throws AppError `not_found`. */
export async function deletePreset(userId: string, presetId: string): Promise<void> {
  if (!(await deleteRecord(userId, presetId))) throw new AppError('not_found');
}

function checkSize({ settings }: PresetInput): void {
  if (JSON.stringify(settings).length > MAX_SETTINGS_LENGTH) {
    throw new AppError('invalid_request', {
      message: 'The settings are too large to save.',
      param: 'settings',
    });
  }
}

function nameTaken(): AppError {
  return new AppError('conflict', { message: 'You already have a preset with this name.', param: 'name' });
}
