import { isRecord } from '@/lib/protocol/response/wire-json';
import { readContextLength } from '../context-length';
import type { TokenizerPlaces } from './addresses';

/** The tokens of one text as a server gave them. */
export interface WireTokens {
  readonly ids: readonly number[];
  /** The tokens' texts; null: it gave none. */
  readonly pieces: WirePieces | null;
  /** In tokens; null: it said nothing. */
  readonly contextLength: number | null;
}

export interface WirePieces {
  readonly of: readonly (string | readonly number[])[];
  /** `text`: as they read (bytes where a token is a part of a character). `vocabulary`: as the vocabulary spells them. */
  readonly as: 'text' | 'vocabulary';
}

export interface TokenizeQuery {
  /** Empty: the server's only one. */
  readonly model: string;
  readonly text: string;
  /** With the special tokens that the server adds to a prompt of a completion, such as one for its beginning. */
  readonly special: boolean;
  readonly pieces: boolean;
}

/** How one kind of server is asked about tokens. */
export interface Dialect {
  /** Where it may be, likeliest first. */
  readonly at: (places: TokenizerPlaces) => readonly string[];
  readonly tokenizePath: string;
  readonly tokenizeBody: (query: TokenizeQuery) => object;
  /** Null: this is not an answer of such a server. */
  readonly readTokens: (answer: Record<string, unknown>) => WireTokens | null;
  readonly detokenizePath: string;
  readonly detokenizeBody: (model: string, ids: readonly number[]) => object;
  /** Field of the text in the answer. */
  readonly textFields: readonly string[];
  /** It adds special tokens whatever is asked. */
  readonly alwaysSpecial?: true;
  /** Where it tells the context length, if the answer about tokens does not. */
  readonly contextPath?: string;
  readonly readContext?: (answer: Record<string, unknown>) => unknown;
}

const withModel = (model: string) => (model === '' ? {} : { model });

/**
 * vLLM's `/tokenize`, which SGLang, Aphrodite and the practice model speak, too. `token_strs` came with vLLM 0.10; SGLang
 * has none and answers `/detokenize` with `text`. Sources: vllm/entrypoints/openai/protocol.py,
 * sglang/srt/entrypoints/openai/serving_tokenize.py.
 */
const vllm: Dialect = {
  at: ({ besideV1, base, root }) => [besideV1, base, root],
  tokenizePath: '/tokenize',
  tokenizeBody: ({ model, text, special, pieces }) => ({
    ...withModel(model),
    prompt: text,
    add_special_tokens: special,
    ...(pieces && { return_token_strs: true }),
  }),
  readTokens: ({ count, tokens, token_strs, max_model_len }) => {
    // llama.cpp answers the same request with an empty list: only the count tells them apart.
    if (typeof count !== 'number') return null;
    const of = listOf(token_strs, (piece) => typeof piece === 'string');
    return readIds(tokens, of && { of, as: 'vocabulary' }, readContextLength(max_model_len));
  },
  detokenizePath: '/detokenize',
  // SGLang leaves special tokens out unless it is told not to.
  detokenizeBody: (model, ids) => ({ ...withModel(model), tokens: ids, skip_special_tokens: false }),
  textFields: ['prompt', 'text'],
};

/**
 * llama.cpp's server. A completion's prompt gets its special tokens and reads those written in it. `/props` has the
 * context of one slot, as the server was started. Source: tools/server/README.md, and answers of build 11549.
 */
const llamacpp: Dialect = {
  at: ({ besideV1, base, root }) => [besideV1, base, root],
  tokenizePath: '/tokenize',
  tokenizeBody: ({ text, special, pieces }) => ({
    content: text,
    add_special: special,
    parse_special: true,
    ...(pieces && { with_pieces: true }),
  }),
  readTokens: ({ tokens }) => {
    const objects = listOf(tokens, (token) => isRecord(token));
    if (objects === null || objects.length === 0) return readIds(tokens, null);
    const of = listOf(
      objects.map(({ piece }) => piece),
      isPiece,
    );
    const ids = objects.map(({ id }) => id);
    return readIds(ids, of && { of, as: 'text' });
  },
  detokenizePath: '/detokenize',
  detokenizeBody: (_model, ids) => ({ tokens: ids }),
  textFields: ['content'],
  contextPath: '/props',
  readContext: ({ default_generation_settings: settings }) => isRecord(settings) && settings.n_ctx,
};

/** llama-cpp-python's server. Source: llama_cpp/server/app.py. */
const llamaCppPython: Dialect = {
  at: ({ besideV1 }) => [besideV1],
  tokenizePath: '/extras/tokenize',
  tokenizeBody: ({ model, text }) => ({ ...withModel(model), input: text }),
  readTokens: ({ tokens }) => readIds(tokens, null),
  detokenizePath: '/extras/detokenize',
  detokenizeBody: (model, ids) => ({ ...withModel(model), tokens: ids }),
  textFields: ['text'],
  alwaysSpecial: true,
};

/** KoboldCpp. Source: koboldcpp.py. */
const koboldcpp: Dialect = {
  at: ({ root }) => [root],
  tokenizePath: '/api/extra/tokencount',
  tokenizeBody: ({ text, special }) => ({ prompt: text, special }),
  readTokens: ({ value, ids }) => (typeof value === 'number' ? readIds(ids, null) : null),
  detokenizePath: '/api/extra/detokenize',
  detokenizeBody: (_model, ids) => ({ ids }),
  textFields: ['result'],
  contextPath: '/api/extra/true_max_context_length',
  readContext: ({ value }) => value,
};

/** TabbyAPI. Source: endpoints/core/types/token.py. */
const tabby: Dialect = {
  at: ({ base }) => [base],
  tokenizePath: '/token/encode',
  tokenizeBody: ({ text, special }) => ({ text, add_bos_token: special, encode_special_tokens: true }),
  readTokens: ({ length, tokens }) => (typeof length === 'number' ? readIds(tokens, null) : null),
  detokenizePath: '/token/decode',
  detokenizeBody: (_model, ids) => ({ tokens: ids, decode_special_tokens: true }),
  textFields: ['text'],
};

/** text-generation-webui. Source: extensions/openai/script.py. */
const textgen: Dialect = {
  ...tabby,
  tokenizePath: '/internal/encode',
  tokenizeBody: ({ text }) => ({ text }),
  detokenizePath: '/internal/decode',
  detokenizeBody: (_model, ids) => ({ tokens: ids }),
  alwaysSpecial: true,
};

/** In the order in which an unknown server is tried. */
const DIALECTS: readonly Dialect[] = [vllm, llamacpp, llamaCppPython, koboldcpp, tabby, textgen];

const OF_KIND: Readonly<Record<string, Dialect>> = {
  practice: vllm,
  vllm,
  sglang: vllm,
  llamacpp,
  koboldcpp,
  tabbyapi: tabby,
  textgen,
};

/** Services that are known to have nothing of the kind: they are not asked, and see no text before it is run. */
const WITHOUT = new Set(['openai', 'azure', 'openrouter', 'together', 'deepseek', 'ollama', 'lmstudio']);

/** The dialects that a connection's server may speak, likeliest first. */
export function dialectsFor(kind: string): readonly Dialect[] {
  if (WITHOUT.has(kind)) return [];
  const likely = OF_KIND[kind];
  return likely === undefined ? DIALECTS : [likely, ...DIALECTS.filter((other) => other !== likely)];
}

function readIds(
  value: unknown,
  pieces: WirePieces | null,
  contextLength: number | null = null,
): WireTokens | null {
  const ids = listOf(value, (id) => Number.isSafeInteger(id));
  if (ids === null) return null;
  return { ids, pieces: pieces?.of.length === ids.length ? pieces : null, contextLength };
}

function isPiece(value: unknown): value is string | number[] {
  if (typeof value === 'string') return true;
  return Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);
}

function listOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): Item[] | null;
function listOf(value: unknown, isItem: (item: unknown) => boolean): number[] | null;
function listOf(value: unknown, isItem: (item: unknown) => boolean): unknown[] | null {
  return Array.isArray(value) && value.every(isItem) ? value : null;
}
