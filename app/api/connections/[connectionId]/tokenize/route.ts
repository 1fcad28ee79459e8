import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { MAX_TOKENS_BODY_BYTES, type Tokenized, tokenizeSchema } from '@/lib/connections/model/tokens';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { tokenize } from '@/lib/connections/server/upstream/tokenizer/tokenize';
import { readExactJsonBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';

const params = z.object({ connectionId: z.string().max(64) });

/**
 * `POST /api/connections/[connectionId]/tokenize` → `Tokenized`: counts by the server's own tokenizer, and the tokens
 * when they are asked for; with `failure` alone when the server refuses or does not answer.
 */
export const POST = route(
  {
    access: 'optional',
    params,
    body: tokenizeSchema,
    readBody: (request) => readExactJsonBody(request, MAX_TOKENS_BODY_BYTES),
    hold: holdLargeBody,
    limit: 'tokenizeByUser',
  },
  async ({ userId, params, body, request }) => {
    const result = await tokenize(await resolveConnection(userId, params.connectionId), body, request.signal);
    if (result.ok) return result.value;
    return {
      prompt: null,
      suffix: null,
      max_model_len: null,
      failure: result.error.message,
    } satisfies Tokenized;
  },
);
