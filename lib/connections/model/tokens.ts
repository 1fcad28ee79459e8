import * as z from 'zod/mini';

/** Bytes of a request's body about tokens, as of a run's: a million tokens are about 4 MB of text. */
export const MAX_TOKENS_BODY_BYTES = 8 * 1024 * 1024;
/** Texts of one request. */
export const MAX_TOKENIZED_TEXTS = 128;
/** Ids of one request for their texts. */
export const MAX_DETOKENIZED_IDS = 200_000;

const MAX_MODEL_LENGTH = 300;
const modelSchema = z.string().check(z.maxLength(MAX_MODEL_LENGTH));

/**
 * The text of one token, or its bytes where it is only a part of a character; no bytes: which ones, the server does not
 * tell.
 */
const pieceSchema = z.union([z.string(), z.array(z.int())]);
export type TokenPiece = z.infer<typeof pieceSchema>;

/** Body of `POST /api/connections/[connectionId]/tokenize`; the names are vLLM's. */
export const tokenizeSchema = z.strictObject({
  model: modelSchema,
  /** Each counted as the prompt of a completion. */
  prompt: z.array(z.string()).check(z.maxLength(MAX_TOKENIZED_TEXTS)),
  /** Counted as it is: no special tokens come before it. */
  suffix: z.optional(z.string()),
  /** With what the server puts before a prompt. Absent: yes. */
  add_special_tokens: z.optional(z.boolean()),
  /** Absent: only the counts. */
  return_token_strs: z.optional(z.boolean()),
});
export type Tokenize = z.infer<typeof tokenizeSchema>;

const textTokensSchema = z.object({
  count: z.int(),
  /** Absent: only the count was asked for. */
  tokens: z.optional(z.array(z.int())),
  /** One for each token; absent also where the server tells no texts. */
  token_strs: z.optional(z.array(pieceSchema)),
});
export type TextTokens = z.infer<typeof textTokensSchema>;

/**
 * What the server, or its tokenizer, said instead of an answer, for people. Not an error of ours: the page counts as well as it can, and
 * a browser would report every such answer as an error.
 */
const failureSchema = z.optional(z.string());

/** Answer about texts. */
export const tokenizedSchema = z.object({
  /** One for each prompt, in order; null: the server has no tokenizer that can be asked. */
  prompt: z.nullable(z.array(textTokensSchema)),
  suffix: z.nullable(textTokensSchema),
  /** The context length in tokens; null: the server does not tell. */
  max_model_len: z.nullable(z.int()),
  failure: failureSchema,
});
export type Tokenized = z.infer<typeof tokenizedSchema>;

/** Body of `POST /api/connections/[connectionId]/detokenize`. */
export const detokenizeSchema = z.strictObject({
  model: modelSchema,
  tokens: z.array(z.int().check(z.minimum(0))).check(z.maxLength(MAX_DETOKENIZED_IDS)),
  /** With the text of each id. Absent: yes. False: only the text as a whole, which is one call to the server. */
  return_token_strs: z.optional(z.boolean()),
});
export type Detokenize = z.infer<typeof detokenizeSchema>;

/** Answer about ids. */
export const detokenizedSchema = z.object({
  /** Null: the server has no tokenizer that can be asked, or refuses one of the ids. */
  prompt: z.nullable(z.string()),
  /** One for each id, null for one that the server does not know; null: they could not be told, or were not asked for. */
  token_strs: z.nullable(z.array(z.nullable(pieceSchema))),
  failure: failureSchema,
});
export type Detokenized = z.infer<typeof detokenizedSchema>;
