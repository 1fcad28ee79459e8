import * as z from 'zod/mini';
import {
  type Detokenize,
  type Detokenized,
  detokenizedSchema,
  MAX_DETOKENIZED_IDS,
  MAX_TOKENS_BODY_BYTES,
  type Tokenize,
  type Tokenized,
  type TokenPiece,
  tokenizedSchema,
} from '@/lib/connections/model/tokens';
import { api } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';

/* The tokenizer of a connection's server, asked through ours. */

/** Each of 200,000 tokens is not checked again: that would block the page, and our own server has already done it. */
const listOf = <Item>() => z.custom<Item[]>((value) => Array.isArray(value));
const trustedTextSchema = z.object({
  count: z.int(),
  tokens: z.optional(listOf<number>()),
  token_strs: z.optional(listOf<TokenPiece>()),
});
const trustedTokenizedSchema = z.extend(tokenizedSchema, {
  prompt: z.nullable(z.array(trustedTextSchema)),
  suffix: z.nullable(trustedTextSchema),
});
const trustedDetokenizedSchema = z.extend(detokenizedSchema, {
  token_strs: z.nullable(listOf<TokenPiece | null>()),
});

/**
 * Tokens of texts by the tokenizer of the connection's server. A failure of that server is in the answer; throws `ApiError` when
 * ours does not answer.
 */
export function askForTokens(connectionId: string, body: Tokenize, signal?: AbortSignal): Promise<Tokenized> {
  return post(connectionId, 'tokenize', trustedTokenizedSchema, body, signal);
}

/** The same for the texts of ids. An id that no tokenizer can have is not sent, and has no text. */
export async function askForTexts(
  connectionId: string,
  body: Detokenize,
  signal?: AbortSignal,
): Promise<Detokenized> {
  const canBe = (id: number) => Number.isSafeInteger(id) && id >= 0;
  const tokens = body.tokens.filter(canBe);
  if (tokens.length > MAX_DETOKENIZED_IDS) {
    const failure = `At most ${MAX_DETOKENIZED_IDS.toLocaleString('en-US')} token IDs can be looked up at once.`;
    return { prompt: null, token_strs: null, failure };
  }
  const answer = await post(
    connectionId,
    'detokenize',
    trustedDetokenizedSchema,
    { ...body, tokens },
    signal,
  );
  if (tokens.length === body.tokens.length) return answer;
  // Its text is that of the others.
  const texts = answer.token_strs?.values();
  const all = texts && body.tokens.map((id) => (canBe(id) ? (texts.next().value ?? null) : null));
  return { ...answer, prompt: null, token_strs: all ?? null };
}

/** Throws `ApiError` where the server told nothing. */
export function answered<Answer extends Tokenized | Detokenized>(answer: Answer): Answer {
  if (answer.failure === undefined) return answer;
  throw new ApiError({ status: 503, code: 'unavailable', message: answer.failure });
}

function post<Schema extends Parameters<typeof api>[1]>(
  connectionId: string,
  what: 'tokenize' | 'detokenize',
  schema: Schema,
  body: Tokenize | Detokenize,
  signal: AbortSignal | undefined,
) {
  if (!fitsInBody(body)) {
    const message = 'The text is too long to count.';
    return Promise.reject(new ApiError({ status: 413, code: 'body_too_large', message }));
  }
  const path = `/api/connections/${encodeURIComponent(connectionId)}/${what}`;
  // Counting a visitor's first words makes no guest of them.
  return api(path, schema, { method: 'POST', body, withoutSession: true, ...(signal && { signal }) });
}

/** What is too large for our server is not sent: a browser reports its refusal as an error. */
function fitsInBody(body: Tokenize | Detokenize): boolean {
  // No unit of a text takes more bytes than `\u0000`, no id more than 17, with its comma.
  const most =
    'tokens' in body
      ? 17 * body.tokens.length
      : 6 * [...body.prompt, body.suffix ?? ''].reduce((sum, { length }) => sum + length, 0);
  if (most + 10_000 < MAX_TOKENS_BODY_BYTES) return true;
  return new TextEncoder().encode(JSON.stringify(body)).length <= MAX_TOKENS_BODY_BYTES;
}
