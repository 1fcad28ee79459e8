import { uuidv7 } from 'uuidv7';
import { getDb, isForeignKeyViolation, isUniqueViolation } from '@/lib/platform/db/client';
import type { Preset as PresetRow } from '@/lib/platform/db/generated/sqlite/client';
import { fromStored, toStored } from '@/lib/platform/db/stored-json';
import type { Preset, PresetInput } from '@/lib/playground/model/presets';

export type SavePresetResult =
  | { ok: true; preset: Preset }
  | { ok: false; reason: 'name_taken' | 'not_found' };

/** Sorted by name. */
export async function listPresets(userId: string): Promise<Preset[]> {
  const rows = await getDb().preset.findMany({ where: { userId }, orderBy: { name: 'asc' } });
  return rows.map(toPreset);
}

/** Null when it is not there, or not this user's. */
export async function getPreset(userId: string, id: string): Promise<Preset | null> {
  const row = await getDb().preset.findFirst({ where: { id, userId } });
  return row === null ? null : toPreset(row);
}

/** An existing name is not overwritten: `updatePreset` does that, once the person has confirmed it. */
export function savePreset(userId: string, input: PresetInput): Promise<SavePresetResult> {
  return unlessRefused(() =>
    getDb().preset.create({
      data: { ...input, id: uuidv7(), userId, settings: toStored(input.settings) },
    }),
  );
}

export function updatePreset(userId: string, id: string, input: PresetInput): Promise<SavePresetResult> {
  return unlessRefused(async () => {
    const { count } = await getDb().preset.updateMany({
      where: { id, userId },
      data: { ...input, settings: toStored(input.settings) },
    });
    return count === 0 ? null : getDb().preset.findFirst({ where: { id, userId } });
  });
}

export async function deletePreset(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().preset.deleteMany({ where: { id, userId } });
  return count === 1;
}

async function unlessRefused(save: () => Promise<PresetRow | null>): Promise<SavePresetResult> {
  try {
    const row = await save();
    return row === null ? { ok: false, reason: 'not_found' } : { ok: true, preset: toPreset(row) };
  } catch (error) {
    if (isUniqueViolation(error)) return { ok: false, reason: 'name_taken' };
    if (isForeignKeyViolation(error)) return { ok: false, reason: 'not_found' };
    throw error;
  }
}

function toPreset(row: PresetRow): Preset {
  return {
    id: row.id,
    name: row.name,
    model: row.model,
    settings: fromStored<Preset['settings']>(row.settings) ?? {},
    updatedAt: row.updatedAt.toISOString(),
  };
}
