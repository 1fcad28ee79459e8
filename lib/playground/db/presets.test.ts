import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aUser } from '@/lib/platform/db/testing/records';
import { deletePreset, listPresets, savePreset, updatePreset } from './presets';

describeOnBothDatabases('presets', () => {
  const settings = { temperature: 0.7, stop: ['\n\n', 'a\0b', '\ud83d'], zebra: 1, apple: { nested: null } };

  it('are kept exactly, in order of their names', async () => {
    const { id } = await aUser();
    await savePreset(id, { name: 'Wild', model: 'm', settings });
    await savePreset(id, { name: 'Calm', model: null, settings: {} });
    const presets = await listPresets(id);
    expect(presets.map(({ name }) => name)).toEqual(['Calm', 'Wild']);
    expect(JSON.stringify(presets[1]?.settings)).toBe(JSON.stringify(settings));
  });

  it('are not overwritten by another of the same name', async () => {
    const { id } = await aUser();
    const saved = await savePreset(id, { name: 'Mine', model: null, settings });
    if (!saved.ok) throw new Error(saved.reason);
    const taken = { ok: false, reason: 'name_taken' };
    expect(await savePreset(id, { name: 'Mine', model: null, settings: {} })).toEqual(taken);
    const other = await savePreset(id, { name: 'Other', model: null, settings: {} });
    if (!other.ok) throw new Error(other.reason);
    expect(await updatePreset(id, other.preset.id, { name: 'Mine', model: null, settings: {} })).toEqual(
      taken,
    );
    expect(await updatePreset(id, saved.preset.id, { name: 'Mine', model: 'x', settings: {} })).toMatchObject(
      {
        ok: true,
        preset: { id: saved.preset.id, model: 'x', settings: {} },
      },
    );
  });

  it('are not there for anybody else', async () => {
    const { id } = await aUser();
    const otherTenant = await aUser();
    const saved = await savePreset(id, { name: 'Mine', model: null, settings });
    if (!saved.ok) throw new Error(saved.reason);
    expect(await listPresets(otherTenant.id)).toEqual([]);
    const missing = { ok: false, reason: 'not_found' };
    expect(await updatePreset(otherTenant.id, saved.preset.id, { name: 'x', model: null, settings })).toEqual(
      missing,
    );
    expect(await savePreset('nobody', { name: 'x', model: null, settings })).toEqual(missing);
    expect(await deletePreset(otherTenant.id, saved.preset.id)).toBe(false);
    expect(await deletePreset(id, saved.preset.id)).toBe(true);
  });
});
