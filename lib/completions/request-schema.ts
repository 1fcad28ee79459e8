import { z } from 'zod';
import { PARAMETERS } from './parameters';

/**
 * The body of `POST /v1/completions` as this app sends it, with the same bounds in the browser and on the server.
 * Every field but `model` and `prompt` is optional: what the user did not switch on is absent, never null, because
 * some servers reject a request in which a field is merely present (llama.cpp with `best_of` or `suffix`).
 */

const P = PARAMETERS;

function bounded(label: string, { min, max }: { min: number; max: number }) {
  return z
    .number({ error: `${label} must be a number.` })
    .min(min, { error: `${label} must be at least ${min}.` })
    .max(max, { error: `${label} must be at most ${max}.` });
}

function boundedInteger(label: string, range: { min: number; max: number }) {
  return bounded(label, range).int({ error: `${label} must be a whole number.` });
}

const stopText = z.string().min(1, { error: 'A stop text cannot be empty.' });

/** `logit_bias`: token id (digits) → −100 … 100. */
export const logitBiasSchema = z
  .record(
    z.string().regex(/^\d{1,10}$/, { error: 'Logit bias keys are token ids: whole numbers.' }),
    bounded('Logit bias', P.logit_bias),
  )
  .refine((bias) => Object.keys(bias).length <= P.logit_bias.maxItems, {
    error: `Logit bias takes at most ${P.logit_bias.maxItems} tokens.`,
  });

/** Settings of the r9s client's `retries`; times in milliseconds. Never sent in the body. */
export const retriesSchema = z.object({
  strategy: z.literal('backoff'),
  backoff: z.object({
    initialInterval: z.number().int().min(1).max(60_000),
    maxInterval: z.number().int().min(1).max(600_000),
    exponent: z.number().min(1).max(10),
    maxElapsedTime: z.number().int().min(0).max(3_600_000),
  }),
  retryConnectionErrors: z.boolean(),
});
export type Retries = z.infer<typeof retriesSchema>;

/** Field by field, before the rules that join fields. */
export const completionRequestShape = z.object({
  model: z.string({ error: 'Choose a model.' }).trim().min(1, { error: 'Choose a model.' }).max(300),
  prompt: z.union(
    [
      z.string(),
      z
        .array(z.string())
        .min(1, { error: 'Give at least one prompt.' })
        .max(64, { error: 'At most 64 prompts in one run.' }),
    ],
    { error: 'Prompt must be a text or a list of texts.' },
  ),
  temperature: bounded('Temperature', P.temperature).optional(),
  top_p: bounded('Top P', P.top_p).optional(),
  seed: boundedInteger('Seed', P.seed).optional(),
  max_tokens: boundedInteger('Max tokens', P.max_tokens).optional(),
  stop: z
    .union([
      stopText,
      z
        .array(stopText)
        .min(1, { error: 'Stop needs at least one text.' })
        .max(P.stop.maxItems, {
          error: `Stop takes at most ${P.stop.maxItems} texts.`,
        }),
    ])
    .optional(),
  suffix: z.string().optional(),
  n: boundedInteger('Choices (n)', P.n).optional(),
  best_of: boundedInteger('Best of', P.best_of).optional(),
  frequency_penalty: bounded('Frequency penalty', P.frequency_penalty).optional(),
  presence_penalty: bounded('Presence penalty', P.presence_penalty).optional(),
  logit_bias: logitBiasSchema.optional(),
  logprobs: boundedInteger('Log probabilities', P.logprobs).optional(),
  echo: z.boolean().optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
  user: z.string().min(1, { error: 'User cannot be empty.' }).max(500).optional(),
});

/**
 * The whole request, with the rules that join fields. An issue's `path[0]` is the parameter to blame, so that the
 * message can be shown at its control.
 */
export const completionRequestSchema = completionRequestShape.strict().superRefine((request, context) => {
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
    blame('stream_options', 'Usage in stream only applies while streaming. Turn streaming on, or this off.');
  }
  if (request.max_tokens === 0 && !request.echo) {
    blame('max_tokens', 'Max tokens 0 needs echo: it scores the prompt and writes nothing.');
  }
  const choices = n * (Array.isArray(request.prompt) ? request.prompt.length : 1);
  if (choices > 128)
    blame('n', `${choices} choices in one run are too many: prompts × n may be at most 128.`);
});

export type CompletionRequest = z.infer<typeof completionRequestShape>;

/** Number of choices a request asks for: prompts × n. Choice index = i + promptIndex · n. */
export function expectedChoices(request: Pick<CompletionRequest, 'prompt' | 'n'>): number {
  return (request.n ?? 1) * (Array.isArray(request.prompt) ? request.prompt.length : 1);
}
