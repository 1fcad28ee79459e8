import * as z from 'zod/mini';
import { checkStillOpen } from '@/lib/accounts/server/access';
import {
  detokenizeSchema,
  MAX_TOKENIZED_TEXTS,
  MAX_TOKENS_BODY_BYTES,
  type TextTokens,
} from '@/lib/connections/model/tokens';
import { type ResolvedConnection, resolveConnection } from '@/lib/connections/server/resolve-connection';
import { detokenizeText } from '@/lib/connections/server/upstream/tokenizer/detokenize';
import { tokenize } from '@/lib/connections/server/upstream/tokenizer/tokenize';
import { AppError } from '@/lib/platform/model/app-error';
import { refusalFromIssues } from '@/lib/platform/server/http/issue-to-refusal';
import { readExactJsonBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';
import type { ApiCall } from './api-route';
import { chooseConnection } from './read-call';
import { wireErrorOfRun, wireErrorResponse } from './wire-error';

/** vLLM's body; a list of texts as SGLang takes it. */
const tokenizeBodySchema = z.strictObject({
  model: z.optional(z.nullable(detokenizeSchema.shape.model)),
  prompt: z.union([z.string(), z.array(z.string()).check(z.maxLength(MAX_TOKENIZED_TEXTS))]),
  add_special_tokens: z.optional(z.nullable(z.boolean())),
  return_token_strs: z.optional(z.nullable(z.boolean())),
});

const detokenizeBodySchema = z.strictObject({
  tokens: detokenizeSchema.shape.tokens,
  model: z.optional(z.nullable(detokenizeSchema.shape.model)),
});

/**
 * Answers `POST /v1/tokenize`: `{model?, prompt, add_special_tokens?, return_token_strs?}` → `{count, max_model_len,
 * tokens, token_strs}`, lists of these for a list of texts. A token's text is as it reads, or a list of its bytes where it
 * is only a part of a character. 404 where the upstream has no tokenizer.
 */
export async function tokenizeTexts(call: ApiCall): Promise<Response> {
  const { model, prompt, ...body } = await readBody(call, tokenizeBodySchema);
  const connection = await connectionOf(call, model);
  const query = {
    model: model ?? '',
    prompt: [prompt].flat(),
    add_special_tokens: body.add_special_tokens ?? true,
    // Without it there would be counts alone.
    return_token_strs: true,
  };
  const result = await tokenize(connection, query, call.request.signal);
  if (!result.ok) return wireErrorResponse(wireErrorOfRun(result.error));
  const { prompt: texts, max_model_len } = result.value;
  if (texts === null) throw noTokenizer(connection);
  const pick = <Value>(read: (text: TextTokens) => Value) => {
    const values = texts.map(read);
    return Array.isArray(prompt) ? values : values[0];
  };
  return Response.json({
    count: pick(({ count }) => count),
    max_model_len,
    tokens: pick(({ tokens }) => tokens),
    token_strs: body.return_token_strs ? pick(({ token_strs }) => token_strs ?? null) : null,
  });
}

/** Answers `POST /v1/detokenize`: `{model?, tokens}` → `{prompt}`. */
export async function detokenizeIds(call: ApiCall): Promise<Response> {
  const { model, tokens } = await readBody(call, detokenizeBodySchema);
  const connection = await connectionOf(call, model);
  const result = await detokenizeText(connection, { model: model ?? '', tokens }, call.request.signal);
  if (!result.ok) return wireErrorResponse(wireErrorOfRun(result.error));
  const { hasTokenizer, text } = result.value;
  if (!hasTokenizer) throw noTokenizer(connection);
  if (text !== null) return Response.json({ prompt: text });
  throw new AppError('invalid_request', {
    message: "Some of these token IDs aren't in the model's vocabulary.",
    param: 'tokens',
  });
}

async function readBody<Schema extends z.ZodMiniType>(
  { request, userId, access }: ApiCall,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const contentType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/json') throw new AppError('wrong_content_type');
  const release = holdLargeBody(request, userId);
  const since = performance.now();
  try {
    const body = await readExactJsonBody(request, MAX_TOKENS_BODY_BYTES);
    await checkStillOpen(access, since);
    const read = schema.safeParse(body);
    if (!read.success) throw refusalFromIssues(read.error.issues);
    return read.data;
  } finally {
    release?.();
  }
}

async function connectionOf(
  { userId, request }: ApiCall,
  model: string | null | undefined,
): Promise<ResolvedConnection> {
  return resolveConnection(userId, await chooseConnection(userId, request.headers, model ?? null));
}

function noTokenizer({ name }: ResolvedConnection): AppError {
  return new AppError('not_found', {
    message: `The server for "${name}" doesn't offer a tokenizer.`,
  });
}
