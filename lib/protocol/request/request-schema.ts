import * as z from 'zod/mini';
import {
  BODY_FIELDS,
  type CompletionRequest,
  checkField,
  type FieldName,
  jointIssues,
  readField,
} from './completion-request';
import { readSettings, type Settings } from './settings';
import type { Retries } from './value-kinds';

/**
 * Schemas for the bodies of our API and for files, made from the table of parameters and the check of its
 * fields. In a separate file, since the page's first load must not include zod.
 */

/** One field on its own. */
function fieldSchema<Value>(name: FieldName) {
  return z.pipe(
    z.unknown(),
    z.transform((value, context): Value => {
      const issue = checkField(name, value);
      if (issue === null) return readField(name, value) as Value;
      context.issues.push({ code: 'custom', input: value, path: [...issue.path], message: issue.message });
      return z.NEVER;
    }),
  );
}

type FieldSchema<Value> = ReturnType<typeof fieldSchema<Value>>;
type RequestShape = {
  [Name in keyof CompletionRequest]-?: undefined extends CompletionRequest[Name]
    ? z.ZodMiniOptional<FieldSchema<NonNullable<CompletionRequest[Name]>>>
    : FieldSchema<CompletionRequest[Name]>;
};

/** The fields, without the rules that join them. */
export const completionRequestShape = z.object(
  Object.fromEntries(
    BODY_FIELDS.map((name) => {
      const schema = fieldSchema(name);
      return [name, name === 'model' || name === 'prompt' ? schema : z.optional(schema)];
    }),
  ) as RequestShape,
);

/**
 * The whole request, with the rules that join fields. An issue's `path[0]` is the parameter at fault, so that
 * the message can be shown at its control.
 */
export const completionRequestSchema = z.strictObject(completionRequestShape.shape).check(
  z.superRefine((request, context) => {
    for (const { param, message } of jointIssues(request, 'wide')) {
      context.addIssue({ code: 'custom', path: [param], message });
    }
  }),
);

/** Never sent in the body. */
export const retriesSchema = fieldSchema<Retries>('retries');

/** `readSettings` for use inside other schemas. */
export const settingsSchema = z.pipe(
  z.unknown(),
  z.transform((stored, context): Settings => {
    const settings = readSettings(stored);
    if (settings !== null) return settings;
    context.issues.push({
      code: 'custom',
      input: stored,
      message: 'Settings need values and a list of what is sent.',
    });
    return z.NEVER;
  }),
);
