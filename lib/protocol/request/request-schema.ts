import * as z from 'zod/mini';
import { PARAMETERS, type ParameterName } from './parameters';
import {
  BACKOFF_RULES,
  jointIssues,
  LONGEST_MODEL,
  LONGEST_USER,
  MOST_PROMPTS,
  promptRefusal,
  SAYS,
  TOKEN_ID,
} from './request-rules';

/**
 * The body of `POST /v1/completions` as this app sends it, with the same bounds in the browser and on the server.
 * Every field but `model` and `prompt` is optional: what the user did not switch on is absent, never null, because
 * some servers reject a request in which a field is merely present (llama.cpp with `best_of` or `suffix`).
 *
 * The rooms that the browser loads use zod's small half, `zod/mini`. It says nothing but "Invalid input" of its own, so
 * whatever a person can get wrong has a sentence here.
 */

const P = PARAMETERS;

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function bounded(label: string, { min, max }: Bounds) {
  return z
    .number({ error: SAYS.notANumber(label) })
    .check(
      z.minimum(min, { error: SAYS.tooSmall(label, min) }),
      z.maximum(max, { error: SAYS.tooLarge(label, max) }),
    );
}

function boundedInteger(label: string, range: Bounds) {
  return bounded(label, range).check(z.int({ error: SAYS.notWhole(label) }));
}

function ofTable(name: NumberName) {
  const { label, control, ...range } = P[name];
  return control === 'integer' ? boundedInteger(label, range) : bounded(label, range);
}

type NumberName = {
  [Name in ParameterName]: (typeof P)[Name] extends { control: 'slider' | 'integer' } ? Name : never;
}[ParameterName];

const stopText = z.string().check(z.minLength(1, { error: SAYS.emptyStop }));

const BIAS_ERRORS = new Map<string, string>([
  ['invalid_type', SAYS.notABias],
  ['invalid_key', SAYS.notATokenId],
]);

/** `logit_bias`: token id (digits) → −100 … 100. */
export const logitBiasSchema = z
  .record(
    z.string().check(z.regex(TOKEN_ID, { error: SAYS.notATokenId })),
    bounded(P.logit_bias.label, P.logit_bias),
    { error: ({ code }) => BIAS_ERRORS.get(code) },
  )
  .check(z.refine((bias) => Object.keys(bias).length <= P.logit_bias.maxItems, { error: SAYS.manyBiases }));

function backoff(name: keyof typeof BACKOFF_RULES) {
  const { label, whole, ...range } = BACKOFF_RULES[name];
  return whole ? boundedInteger(label, range) : bounded(label, range);
}

/** Settings of the r9s client's `retries`; times in milliseconds. Never sent in the body. */
export const retriesSchema = z.object({
  strategy: z.literal('backoff'),
  backoff: z.object({
    initialInterval: backoff('initialInterval'),
    maxInterval: backoff('maxInterval'),
    exponent: backoff('exponent'),
    maxElapsedTime: backoff('maxElapsedTime'),
  }),
  retryConnectionErrors: z.boolean(),
});
export type Retries = z.infer<typeof retriesSchema>;

/** Field by field, before the rules that join fields. */
export const completionRequestShape = z.object({
  model: z
    .string({ error: SAYS.noModel })
    .check(
      z.trim(),
      z.minLength(1, { error: SAYS.noModel }),
      z.maxLength(LONGEST_MODEL, { error: SAYS.longModel }),
    ),
  prompt: z.union(
    [
      z.string(),
      z
        .array(z.string())
        .check(
          z.minLength(1, { error: SAYS.noPrompt }),
          z.maxLength(MOST_PROMPTS, { error: SAYS.manyPrompts }),
        ),
    ],
    // Said here as well: of some of what an option of a union says, nothing is heard.
    { error: ({ input }) => promptRefusal(input) ?? undefined },
  ),
  temperature: z.optional(ofTable('temperature')),
  top_p: z.optional(ofTable('top_p')),
  seed: z.optional(ofTable('seed')),
  max_tokens: z.optional(ofTable('max_tokens')),
  stop: z.optional(
    z.union([
      stopText,
      z
        .array(stopText)
        .check(
          z.minLength(1, { error: SAYS.noStop }),
          z.maxLength(P.stop.maxItems, { error: SAYS.manyStops }),
        ),
    ]),
  ),
  suffix: z.optional(z.string()),
  n: z.optional(ofTable('n')),
  best_of: z.optional(ofTable('best_of')),
  frequency_penalty: z.optional(ofTable('frequency_penalty')),
  presence_penalty: z.optional(ofTable('presence_penalty')),
  logit_bias: z.optional(logitBiasSchema),
  logprobs: z.optional(ofTable('logprobs')),
  echo: z.optional(z.boolean()),
  stream: z.optional(z.boolean()),
  stream_options: z.optional(z.object({ include_usage: z.boolean() })),
  user: z.optional(
    z
      .string()
      .check(z.minLength(1, { error: SAYS.emptyUser }), z.maxLength(LONGEST_USER, { error: SAYS.longUser })),
  ),
});

/**
 * The whole request, with the rules that join fields. An issue's `path[0]` is the parameter to blame, so that the
 * message can be shown at its control.
 */
export const completionRequestSchema = z.strictObject(completionRequestShape.shape).check(
  z.superRefine((request, context) => {
    for (const { param, message } of jointIssues(request)) {
      context.addIssue({ code: 'custom', path: [param], message });
    }
  }),
);

export type CompletionRequest = z.infer<typeof completionRequestShape>;
