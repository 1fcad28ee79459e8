import * as z from 'zod/mini';
import { REQUIRED_FIELDS } from '@/lib/protocol/request/parameters';

/** `settings` is only passed through here; `readSettings` reads it where it is used. */
export const presetInputSchema = z.strictObject({
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: 'Enter a preset name.' }),
      z.maxLength(80, { error: 'Use at most 80 characters.' }),
    ),
  model: z.nullable(z.string().check(z.maxLength(REQUIRED_FIELDS.model.maxLength))),
  settings: z.record(z.string(), z.unknown()),
});
export type PresetInput = z.infer<typeof presetInputSchema>;

export const presetSchema = z.extend(presetInputSchema, { id: z.string(), updatedAt: z.iso.datetime() });
export type Preset = z.infer<typeof presetSchema>;

export const presetListSchema = z.object({ presets: z.array(presetSchema) });
