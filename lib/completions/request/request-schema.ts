import * as z from 'zod/mini';
import { PARAMETERS } from './parameters';

/**
 * The body of `POST /v1/completions` as this app sends it, with the same bounds in the browser and on the server.
 * Every field but `model` and `prompt` is optional: what the user did not switch on is absent, never null, because
 * some servers reject a request in which a field is merely present (llama.cpp with `best_of` or `suffix`).
 *
 * The rooms that the browser loads use zod's small half, `zod/mini`. It says nothing but "Invalid input" of its own, so
 * whatever a person can get wrong has a sentence here.
 */

const P = PARAMETERS;

function bounded(label: string, { min, max }: { min: number; max: number }) {
  return z
    .number({ error: `${label} must be a number.` })
    .check(
      z.minimum(min, { error: `${label} must be at least ${min}.` }),
      z.maximum(max, { error: `${label} must be at most ${max}.` }),
    );
}

function boundedInteger(label: string, range: { min: number; max: number }) {
  return bounded(label, range).check(z.int({ error: `${label} must be a whole number.` }));
}

const stopText = z.string().check(z.minLength(1, { error: 'A stop text cannot be empty.' }));

const NOT_A_TOKEN_ID = 'Logit bias keys are token ids: whole numbers.';
const BIAS_ERRORS = new Map([
  ['invalid_type', 'Logit bias must be an object of token ids and numbers.'],
  ['invalid_key', NOT_A_TOKEN_ID],
]);

/** `logit_bias`: token id (digits) → −100 … 100. */
export const logitBiasSchema = z
  .record(
    z.string().check(z.regex(/^\d{1,10}$/, { error: NOT_A_TOKEN_ID })),
    bounded('Logit bias', P.logit_bias),
    { error: ({ code }) => BIAS_ERRORS.get(code) },
  )
  .check(
    z.refine((bias) => Object.keys(bias).length <= P.logit_bias.maxItems, {
      error: `Logit bias takes at most ${P.logit_bias.maxItems} tokens.`,
    }),
  );

/** Settings of the r9s client's `retries`; times in milliseconds. Never sent in the body. */
export const retriesSchema = z.object({
  strategy: z.literal('backoff'),
  backoff: z.object({
    initialInterval: boundedInteger('Retries: first wait', { min: 1, max: 60_000 }),
    maxInterval: boundedInteger('Retries: longest wait', { min: 1, max: 600_000 }),
    exponent: bounded('Retries: growth of the wait', { min: 1, max: 10 }),
    maxElapsedTime: boundedInteger('Retries: time to give up after', { min: 0, max: 3_600_000 }),
  }),
  retryConnectionErrors: z.boolean(),
});
export type Retries = z.infer<typeof retriesSchema>;

/** Field by field, before the rules that join fields. */
export const completionRequestShape = z.object({
  model: z
    .string({ error: 'Choose a model.' })
    .check(
      z.trim(),
      z.minLength(1, { error: 'Choose a model.' }),
      z.maxLength(300, { error: 'A model name has at most 300 characters.' }),
    ),
  prompt: z.union(
    [
      z.string(),
      z
        .array(z.string())
        .check(
          z.minLength(1, { error: 'Give at least one prompt.' }),
          z.maxLength(64, { error: 'At most 64 prompts in one run.' }),
        ),
    ],
    { error: 'Prompt must be a text or a list of texts.' },
  ),
  temperature: z.optional(bounded('Temperature', P.temperature)),
  top_p: z.optional(bounded('Top P', P.top_p)),
  seed: z.optional(boundedInteger('Seed', P.seed)),
  max_tokens: z.optional(boundedInteger('Max tokens', P.max_tokens)),
  stop: z.optional(
    z.union([
      stopText,
      z
        .array(stopText)
        .check(
          z.minLength(1, { error: 'Stop needs at least one text.' }),
          z.maxLength(P.stop.maxItems, { error: `Stop takes at most ${P.stop.maxItems} texts.` }),
        ),
    ]),
  ),
  suffix: z.optional(z.string()),
  n: z.optional(boundedInteger('Choices (n)', P.n)),
  best_of: z.optional(boundedInteger('Best of', P.best_of)),
  frequency_penalty: z.optional(bounded('Frequency penalty', P.frequency_penalty)),
  presence_penalty: z.optional(bounded('Presence penalty', P.presence_penalty)),
  logit_bias: z.optional(logitBiasSchema),
  logprobs: z.optional(boundedInteger('Log probabilities', P.logprobs)),
  echo: z.optional(z.boolean()),
  stream: z.optional(z.boolean()),
  stream_options: z.optional(z.object({ include_usage: z.boolean() })),
  user: z.optional(
    z
      .string()
      .check(
        z.minLength(1, { error: 'User cannot be empty.' }),
        z.maxLength(500, { error: 'User has at most 500 characters.' }),
      ),
  ),
});

/**
 * The whole request, with the rules that join fields. An issue's `path[0]` is the parameter to blame, so that the
 * message can be shown at its control.
 */
export const completionRequestSchema = z.strictObject(completionRequestShape.shape).check(
  z.superRefine((request, context) => {
    const blame = (param: string, message: string) =>
      context.addIssue({ code: 'custom', path: [param], message });
    const n = request.n ?? 1;
    if (request.best_of !== undefined && request.best_of < n) {
      blame('best_of', `Best of (${request.best_of}) must be at least the number of choices (${n}).`);
    }
    if (request.best_of !== undefined && request.best_of > n && request.stream) {
      blame(
        'best_of',
        'Best of compares finished texts, so it cannot be streamed. Turn streaming off, or best of.',
      );
    }
    if (request.stream_options !== undefined && !request.stream) {
      blame(
        'stream_options',
        'Usage in stream only applies while streaming. Turn streaming on, or this off.',
      );
    }
    if (request.max_tokens === 0 && !request.echo) {
      blame('max_tokens', 'Max tokens 0 needs echo: it scores the prompt and writes nothing.');
    }
    const choices = n * (Array.isArray(request.prompt) ? request.prompt.length : 1);
    if (choices > 128)
      blame('n', `${choices} choices in one run are too many: prompts × n may be at most 128.`);
  }),
);

export type CompletionRequest = z.infer<typeof completionRequestShape>;

/** Number of choices a request asks for: prompts × n. Choice index = i + promptIndex · n. */
export function expectedChoices(request: Pick<CompletionRequest, 'prompt' | 'n'>): number {
  return (request.n ?? 1) * (Array.isArray(request.prompt) ? request.prompt.length : 1);
}
