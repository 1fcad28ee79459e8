import { MAX_DETOKENIZED_IDS, MAX_TOKENIZED_TEXTS } from '@/lib/connections/model/tokens';
import type { JsonSchema } from './request-schema';

/** The bodies of `/tokenize` and `/detokenize` and of their answers; the names are vLLM's. */

const text: JsonSchema = { type: 'string' };
const ids: JsonSchema = { type: 'array', items: { type: 'integer', minimum: 0 } };
const flag: JsonSchema = { type: ['boolean', 'null'] };
const model: JsonSchema = { type: ['string', 'null'], maxLength: 300 };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const pieces: JsonSchema = {
  type: ['array', 'null'],
  items: { anyOf: [text, { type: 'array', items: { type: 'integer' } }] },
  description: 'The text of each token, or its bytes if it is only part of a character.',
};
/** One for a text, a list for a list of texts. */
const each = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'array', items: schema }] });

function object(properties: Record<string, JsonSchema>, required: readonly string[]): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export const TOKEN_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  TokenizeRequest: object(
    {
      model,
      prompt: { anyOf: [text, { type: 'array', items: text, maxItems: MAX_TOKENIZED_TEXTS }] },
      add_special_tokens: {
        ...flag,
        description: 'Includes the special tokens that the server adds before a prompt. Default: true.',
      },
      return_token_strs: flag,
    },
    ['prompt'],
  ),
  Tokenized: object(
    {
      count: each(count),
      max_model_len: {
        type: ['integer', 'null'],
        description: 'The context length, if the server reports it.',
      },
      tokens: each(ids),
      token_strs: { anyOf: [{ type: 'null' }, each(pieces)] },
    },
    ['count', 'max_model_len', 'tokens', 'token_strs'],
  ),
  DetokenizeRequest: object({ model, tokens: { ...ids, maxItems: MAX_DETOKENIZED_IDS } }, ['tokens']),
  Detokenized: object({ prompt: text }, ['prompt']),
};
