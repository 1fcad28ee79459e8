import { FINISH_REASONS } from '@/lib/public-api/model/finish-reason';
import type { JsonSchema } from './request-schema';

/** The bodies of all answers, as JSON Schemas under `#/components/schemas`. They list every field that is sent. */

const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** `optional` names the fields that may be absent. */
function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

const logprob: JsonSchema = { type: 'number' };

const logprobs = object({
  tokens: list(text),
  token_logprobs: list(orNull(logprob)),
  top_logprobs: list(orNull({ type: 'object', additionalProperties: logprob })),
  text_offset: {
    ...list(count),
    description: "Where each token begins in the choice's text, in code points.",
  },
});

const nativeFinishReason: JsonSchema = {
  type: ['string', 'null'],
  description:
    "The server's own reason, if it isn't `stop`, `length` or `content_filter`. Null if it gave none.",
};

function choice(finishReason: JsonSchema): JsonSchema {
  return object(
    {
      text,
      index: { ...count, description: 'i + promptIndex · n' },
      logprobs: orNull(ref('Logprobs')),
      finish_reason: finishReason,
      native_finish_reason: nativeFinishReason,
      stop_reason: {
        type: ['string', 'number'],
        description: 'The stop sequence or token ID that ended the choice, if the server reports it.',
      },
    },
    ['native_finish_reason', 'stop_reason'],
  );
}

const frame = {
  id: { ...text, description: "`cmpl-` and the run's ID." },
  object: { const: 'completion' },
  created: { ...count, description: 'Unix time in seconds.' },
  model: text,
  system_fingerprint: text,
  service_tier: text,
  provider: text,
  timings: {
    type: 'object',
    additionalProperties: { type: 'number' },
    description: "The server's own timings, under its own names. In a stream, sent with the last choice.",
  },
};
/** What only some servers say. */
const MAY_LACK = ['system_fingerprint', 'service_tier', 'provider', 'timings', 'usage'];

const usage = object(
  {
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    prompt_tokens_details: object({ cached_tokens: count }),
    completion_tokens_details: object({ reasoning_tokens: count }),
    cost: { type: 'number', description: 'In US dollars, if the server reports it.' },
  },
  ['prompt_tokens_details', 'completion_tokens_details', 'cost'],
);

export const ANSWER_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Completion: object(
    { ...frame, choices: list(choice({ enum: FINISH_REASONS })), usage: ref('Usage') },
    MAY_LACK,
  ),
  CompletionChunk: object(
    {
      ...frame,
      choices: list(
        choice({ enum: [...FINISH_REASONS, null], description: 'Null while the choice is being generated.' }),
      ),
      usage: { ...orNull(ref('Usage')), description: 'Only with include_usage: null until the last event.' },
    },
    MAY_LACK,
  ),
  Logprobs: logprobs,
  Usage: usage,
  Model: object({
    id: text,
    object: { const: 'model' },
    created: { ...count, description: 'Unix time in seconds. 0 if unknown.' },
    owned_by: text,
    connections: {
      ...list(text),
      description: 'Your connections that offer this model. Use one as X-Connection.',
    },
  }),
  ModelList: object(
    {
      object: { const: 'list' },
      data: list(ref('Model')),
      unavailable: {
        ...list(object({ connection: text, message: text })),
        description: 'Connections whose models are missing, and why.',
      },
    },
    ['unavailable'],
  ),
  Error: object({
    error: object(
      {
        message: text,
        type: text,
        code: { type: ['string', 'null'] },
        param: { ...text, description: 'The field that caused the error.' },
      },
      ['param'],
    ),
  }),
};
