import { z } from 'zod';

/** `settings` is checked by lib/completions/settings where it is used; here it is carried. */
export const presetInputSchema = z.strictObject({
  name: z.string().trim().min(1, { error: 'Give the preset a name.' }).max(80),
  model: z.string().max(300).nullable(),
  settings: z.record(z.string(), z.unknown()),
});
export type PresetInput = z.infer<typeof presetInputSchema>;

export const presetSchema = presetInputSchema.extend({ id: z.string(), updatedAt: z.iso.datetime() });
export type Preset = z.infer<typeof presetSchema>;

export const presetListSchema = z.object({ presets: z.array(presetSchema) });
