import * as z from 'zod/mini';
import { tooManyTokens } from './context-limit';
import { jsonResponse, type PracticeResponse } from './respond';
import { encode, isTokenId, tokenLabel } from './tokenizer';

const tokenizeSchema = z.object({
  prompt: z.string(),
  return_token_strs: z.optional(z.nullable(z.boolean())),
});
const detokenizeSchema = z.object({ tokens: z.array(z.int()) });

/**
 * Answers `POST /tokenize` as vLLM does: `{model?, prompt, return_token_strs?}` → `{count, max_model_len, tokens,
 * token_strs}`. The practice model adds no special tokens, and has no context length: only what one request may give it
 * to read is bounded.
 */
export function respondToTokenize(body: unknown): PracticeResponse {
  const read = tokenizeSchema.safeParse(body);
  if (!read.success) return refusal('Send the text to tokenize as "prompt".', 'prompt');
  const excess = tooManyTokens([read.data.prompt]);
  if (excess !== null) return refusal(excess, 'prompt', 'context_length_exceeded');
  const tokens = encode(read.data.prompt);
  const token_strs = read.data.return_token_strs ? tokens.map(tokenLabel) : null;
  return jsonResponse(200, { count: tokens.length, max_model_len: null, tokens, token_strs });
}

/** Answers `POST /detokenize`: `{model?, tokens}` → `{prompt}`. */
export function respondToDetokenize(body: unknown): PracticeResponse {
  const read = detokenizeSchema.safeParse(body);
  if (!read.success) return refusal('Send the token IDs as "tokens", a list of integers.', 'tokens');
  const unknown = read.data.tokens.find((id) => !isTokenId(id));
  if (unknown !== undefined) return refusal(`The practice model has no token ${unknown}.`, 'tokens');
  return jsonResponse(200, { prompt: read.data.tokens.map(tokenLabel).join('') });
}

function refusal(message: string, param: string, code: string | null = null): PracticeResponse {
  return jsonResponse(400, { error: { message, type: 'invalid_request_error', code, param } });
}
