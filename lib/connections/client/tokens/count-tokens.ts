import { getConnections } from '@/lib/connections/client/connection-list';
import {
  type Detokenize,
  MAX_TOKENIZED_TEXTS,
  type Tokenize,
  type TokenPiece,
} from '@/lib/connections/model/tokens';
import { answered, askForTexts, askForTokens } from './ask-tokenizer';
import { bytesOfIds, encodeTexts } from './encoder';
import { type Encoding, encodingOf } from './encodings';
import { pieceOfBytes, piecesByEnds } from './pieces';

/*
 * One answer to "which tokens are these": by the tokenizer of the connection's server, else by the vocabulary of an OpenAI
 * model, which loads when it is needed. Null where neither is known.
 */

/** Which tokenizer a model is read with. */
export interface TokenSource {
  /** The same tokenizer has the same key. */
  readonly key: string;
  /** After "by": `the tokenizer of My vLLM`, `o200k_base`. */
  readonly name: string;
}

export interface TokenCounts {
  readonly source: TokenSource;
  /** One for each prompt. */
  readonly prompts: readonly number[];
  /** 0 without a suffix. */
  readonly suffix: number;
}

/** The tokens of one text. */
export interface TextTokens {
  readonly source: TokenSource;
  readonly ids: ArrayLike<number>;
  /** The text of a token; its bytes where it is only a part of a character; null where nobody tells. */
  readonly pieceAt: (index: number) => TokenPiece | null;
}

/** The texts of ids, in their order. */
export interface IdTexts {
  readonly source: TokenSource;
  /** Null for an id that does not exist, as far as is known. */
  readonly pieces: readonly (TokenPiece | null)[];
}

export interface CountQuery {
  readonly prompts: readonly string[];
  readonly suffix?: string | undefined;
}

export interface Counted {
  readonly counts: TokenCounts | null;
  /** In tokens; null: the server does not tell; undefined: it did not answer, so what was known of it stays. */
  readonly contextLength: number | null | undefined;
}

/** Servers that have no tokenizer, by connection and model: they get no more texts to count. */
const withoutTokenizer = new Set<string>();

/**
 * Counts prompts as the model reads them, special tokens included; `counts` is null, too, when the server's tokenizer refuses the
 * texts or does not answer. Throws `ApiError` when ours does not.
 */
export async function countTokens(
  connectionId: string,
  model: string,
  { prompts, suffix }: CountQuery,
  signal?: AbortSignal,
): Promise<Counted> {
  if (prompts.length > MAX_TOKENIZED_TEXTS) return { counts: null, contextLength: undefined };
  const encoding = localEncoding(connectionId, model);
  const server = JSON.stringify([connectionId, model]);
  const ask = (texts: CountQuery) =>
    askForTokens(
      connectionId,
      { model, prompt: [...texts.prompts], ...(texts.suffix !== undefined && { suffix: texts.suffix }) },
      signal,
    );
  // Without a text, too, the server may tell the context length, and that it has a tokenizer after all.
  const isLocal = encoding !== null || withoutTokenizer.has(server);
  let answer = await ask(isLocal ? { prompts: [] } : { prompts, suffix });
  if (answer.prompt !== null && withoutTokenizer.delete(server) && encoding === null) {
    answer = await ask({ prompts, suffix });
  }
  if (answer.failure === undefined && answer.prompt === null) withoutTokenizer.add(server);
  const isUnanswered = answer.failure !== undefined;
  const contextLength = isUnanswered ? undefined : answer.max_model_len;
  // It may have a tokenizer, whose counts another would only guess.
  if (isUnanswered && encoding === null && !withoutTokenizer.has(server))
    return { counts: null, contextLength };
  if (answer.prompt !== null && !encoding) {
    const source = serverSource(connectionId, model);
    const counts = answer.prompt.map(({ count }) => count);
    return { counts: { source, prompts: counts, suffix: answer.suffix?.count ?? 0 }, contextLength };
  }
  const local = encoding ?? encodingOf(model);
  const tokens = local && (await encodeTexts(local, [...prompts, suffix ?? '']));
  signal?.throwIfAborted();
  if (!local || !tokens) return { counts: null, contextLength };
  const counts = tokens.map(({ ids }) => ids.length);
  const ofSuffix = counts.pop() ?? 0;
  return { counts: { source: localSource(local), prompts: counts, suffix: ofSuffix }, contextLength };
}

export interface TokenizeOptions {
  /** With the special tokens that come before a prompt. Absent: yes. */
  readonly special?: boolean;
  readonly signal?: AbortSignal;
}

/** The tokens of a text; null where nobody can tell. Throws `ApiError` when the server does not answer. */
export async function tokenize(
  connectionId: string,
  model: string,
  text: string,
  { special = true, signal }: TokenizeOptions = {},
): Promise<TextTokens | null> {
  const encoding = localEncoding(connectionId, model);
  if (!encoding) {
    const query: Tokenize = {
      model,
      prompt: [text],
      add_special_tokens: special,
      return_token_strs: true,
    };
    const found = answered(await askForTokens(connectionId, query, signal)).prompt?.[0];
    if (found?.tokens !== undefined) {
      const source = serverSource(connectionId, model);
      const { tokens: ids } = found;
      const pieces =
        found.token_strs ?? (await askForTexts(connectionId, { model, tokens: ids }, signal)).token_strs;
      return { source, ids, pieceAt: (index) => pieces?.[index] ?? null };
    }
  }
  const local = encoding ?? encodingOf(model);
  const tokens = local && (await encodeTexts(local, [text]))?.[0];
  signal?.throwIfAborted();
  if (!local || !tokens) return null;
  return { source: localSource(local), ids: tokens.ids, pieceAt: piecesByEnds(text, tokens.ends) };
}

/** The texts of token ids; null where nobody can tell. Throws `ApiError` when the server does not answer. */
export async function detokenize(
  connectionId: string,
  model: string,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<IdTexts | null> {
  const encoding = localEncoding(connectionId, model);
  if (!encoding) {
    const { token_strs: pieces } = answered(
      await askForTexts(connectionId, { model, tokens: [...ids] }, signal),
    );
    if (pieces !== null) return { source: serverSource(connectionId, model), pieces };
  }
  const local = encoding ?? encodingOf(model);
  const bytes = local && (await bytesOfIds(local, ids));
  signal?.throwIfAborted();
  if (!local || !bytes) return null;
  return { source: localSource(local), pieces: bytes.map((each) => each && pieceOfBytes(each)) };
}

/**
 * The text of token ids as a whole, as the server tells it, which knows how tokens become characters, in one call to it; null: it has no tokenizer, or an id is none. Throws
 * `ApiError` when the server does not answer, or refuses an id.
 */
export async function serverTextOf(
  connectionId: string,
  model: string,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<string | null> {
  if (localEncoding(connectionId, model)) return null;
  const query: Detokenize = { model, tokens: [...ids], return_token_strs: false };
  const answer = await askForTexts(connectionId, query, signal);
  return answer.prompt ?? answered(answer).prompt;
}

/** OpenAI's servers have no tokenizer; elsewhere the server knows best, whatever its model is called. */
function localEncoding(connectionId: string, model: string): Encoding | null {
  const kind = getConnections().find(({ id }) => id === connectionId)?.kind;
  return kind === 'openai' || kind === 'azure' ? encodingOf(model) : null;
}

function serverSource(connectionId: string, model: string): TokenSource {
  const name = getConnections().find(({ id }) => id === connectionId)?.name;
  return {
    key: JSON.stringify([connectionId, model]),
    name: name === undefined ? "the server's tokenizer" : `the tokenizer of ${name}`,
  };
}

function localSource(encoding: Encoding): TokenSource {
  return { key: encoding, name: encoding };
}
