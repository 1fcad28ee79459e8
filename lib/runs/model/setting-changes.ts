import * as z from 'zod/mini';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';

/** Maximum characters (UTF-16 units) of a value in a line of the history. */
export const MAX_CHANGE_TEXT = 60;

const text = z.string().check(z.maxLength(MAX_CHANGE_TEXT));

/** A setting in which two requests differ; null on the side that did not send it. */
export const settingChangeSchema = z.object({
  name: z.enum(['connection', 'model', ...PARAMETER_NAMES]),
  before: z.nullable(text),
  after: z.nullable(text),
});
export type SettingChange = z.infer<typeof settingChangeSchema>;
