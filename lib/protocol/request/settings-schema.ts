import * as z from 'zod/mini';
import { readSettings } from './read-settings';
import type { Settings } from './settings';

/** `readSettings` as a part of other schemas. */
export const settingsSchema = z.pipe(
  z.unknown(),
  z.transform((stored, context): Settings => {
    const settings = readSettings(stored);
    if (settings !== null) return settings;
    context.issues.push({ code: 'custom', input: stored, message: 'Settings need values and what is sent.' });
    return z.NEVER;
  }),
);
