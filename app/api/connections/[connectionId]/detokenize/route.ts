import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { type Detokenized, detokenizeSchema, MAX_TOKENS_BODY_BYTES } from '@/lib/connections/model/tokens';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { detokenize, detokenizeText } from '@/lib/connections/server/upstream/tokenizer/detokenize';
import type { TokenizeResult } from '@/lib/connections/server/upstream/tokenizer/tokenize';
import { readExactJsonBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';

const params = z.object({ connectionId: z.string().max(64) });

/** `POST /api/connections/[connectionId]/detokenize` → `Detokenized`: the texts of token ids; `failure` as of `tokenize`, also beside a `prompt`. */
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
    const connection = await resolveConnection(userId, params.connectionId);
    const ask = body.return_token_strs === false ? textAlone : detokenize;
    const result = await ask(connection, body, request.signal);
    if (result.ok) return result.value;
    return { prompt: null, token_strs: null, failure: result.error.message } satisfies Detokenized;
  },
);

async function textAlone(...asked: Parameters<typeof detokenizeText>): Promise<TokenizeResult<Detokenized>> {
  const result = await detokenizeText(...asked);
  if (!result.ok) return result;
  const { hasTokenizer, text } = result.value;
  const isRefused = hasTokenizer && text === null;
  const failure = isRefused ? { failure: "Some of these token IDs aren't in the model's vocabulary." } : {};
  return { ok: true, value: { prompt: text, token_strs: null, ...failure } };
}
