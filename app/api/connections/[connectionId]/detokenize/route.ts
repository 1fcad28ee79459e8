import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { type Detokenized, detokenizeSchema, MAX_TOKENS_BODY_BYTES } from '@/lib/connections/model/tokens';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { detokenize } from '@/lib/connections/server/upstream/tokenizer/detokenize';
import { readExactJsonBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';

const params = z.object({ connectionId: z.string().max(64) });

/** `POST /api/connections/[connectionId]/detokenize` → `Detokenized`: the texts of token ids; `failure` as of `tokenize`. */
export const POST = route(
  {
    access: 'optional',
    params,
    body: detokenizeSchema,
    readBody: (request) => readExactJsonBody(request, MAX_TOKENS_BODY_BYTES),
    hold: holdLargeBody,
    limit: 'tokenizeByUser',
  },
  async ({ userId, params, body, request }) => {
    const result = await detokenize(
      await resolveConnection(userId, params.connectionId),
      body,
      request.signal,
    );
    if (result.ok) return result.value;
    return { prompt: null, token_strs: null, failure: result.error.message } satisfies Detokenized;
  },
);
