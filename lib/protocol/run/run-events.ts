import * as z from 'zod/mini';
import { costSchema, priceSchema } from './price';
import { endStatusSchema, type runStatusSchema } from './run-status';

/**
 * What happens in a run, as numbered events. The code for upstreams (lib/connections) turns bytes into the
 * middle part (`response-start` … `usage`); the run engine adds `run-start`, the attempts and the end.
 * Nothing here depends on the wire format, so that other token engines can produce the same events.
 */

/** One token with its log-probability and the alternatives that the server gave; all natural logarithms. */
export const tokenSchema = z.object({
  text: z.string(),
  /** Null when the server gave none (the first token of an echoed prompt). */
  logprob: z.nullable(z.number()),
  /** Likeliest first, as the server gave them; may or may not contain the sampled token. */
  top: z.array(z.object({ text: z.string(), logprob: z.number() })),
});
export type Token = z.infer<typeof tokenSchema>;

/** Token counts as the server reported them. */
export const usageSchema = z.object({
  promptTokens: z.nullable(z.int().check(z.nonnegative())),
  completionTokens: z.nullable(z.int().check(z.nonnegative())),
  totalTokens: z.nullable(z.int().check(z.nonnegative())),
  /** Of the prompt tokens, those that the server had in its cache. These three are absent when not reported. */
  cachedTokens: z.optional(z.nullable(z.int().check(z.nonnegative()))),
  /** Of the completion tokens, those of a reasoning that is not part of the text. */
  reasoningTokens: z.optional(z.nullable(z.int().check(z.nonnegative()))),
  /** What the server says it charges for the answer, in US dollars (OpenRouter). */
  cost: z.optional(z.nullable(z.number().check(z.nonnegative()))),
});
export type Usage = z.infer<typeof usageSchema>;

/** What a server tells about its answer besides the text, usually with the last chunk. */
export const responseDetailsSchema = z.object({
  serviceTier: z.optional(z.string()),
  /** Who answered, where a gateway chooses (OpenRouter). */
  provider: z.optional(z.string()),
  /** The server's own timings under its own names (llama.cpp: `prompt_ms`, `predicted_per_second`, `cache_n` …). */
  serverTimings: z.optional(z.record(z.string(), z.number())),
  /** JSON of all fields of the answer except text and tokens: see lib/protocol/response/raw-answer.ts. */
  raw: z.optional(z.string()),
  /** Fields that did not fit are missing in `raw`. */
  rawIsCut: z.optional(z.boolean()),
});
export type ResponseDetails = z.infer<typeof responseDetailsSchema>;

/** The server's metadata about its answer. */
export const responseInfoSchema = z.object({
  /** HTTP status of the answer. */
  status: z.int(),
  id: z.nullable(z.string()),
  model: z.nullable(z.string()),
  systemFingerprint: z.nullable(z.string()),
  /** From `x-request-id`, for support tickets. */
  requestId: z.nullable(z.string()),
  /** As event stream, or as one JSON body; absent in runs from before this was stored. */
  form: z.optional(z.enum(['stream', 'json'])),
  ...responseDetailsSchema.shape,
});
export type ResponseInfo = z.infer<typeof responseInfoSchema>;

/** Why a run failed, or was refused. `http_*` kinds carry the upstream's `status`. */
export const runErrorKindSchema = z.enum([
  'bad_request', // 400
  'authentication', // 401
  'permission', // 403
  'unprocessable', // 422
  'rate_limit', // 429
  'server', // 500
  'unavailable', // 503
  'http_other', // any other 4XX or 5XX, redirects included
  'connect', // no connection: refused, reset before an answer, DNS, TLS
  'address_refused', // the address guard said no
  'timeout', // connect, first byte, idle or total time ran out; `code` says which
  'malformed', // an answer that is not of the protocol
  'too_large', // an event or a body over its limit
  'stream', // an error reported inside a 200 answer
  'internal', // our own fault
  'refused', // by this server, before anything was sent; `code` says why
]);
export type RunErrorKind = z.infer<typeof runErrorKindSchema>;

export const runErrorSchema = z.object({
  kind: runErrorKindSchema,
  /** The upstream's own message if it had one, else ours. */
  message: z.string(),
  status: z.nullable(z.int()),
  /** The upstream's `error.code` and `error.type`, as text. */
  code: z.nullable(z.string()),
  type: z.nullable(z.string()),
  /** The parameter that the upstream reports, without brackets or indexes. */
  param: z.nullable(z.string()),
  retryAfterMs: z.nullable(z.number().check(z.nonnegative())),
  requestId: z.nullable(z.string()),
  /** The body as it came, cut at 64 KB. Null when there was none. */
  rawBody: z.nullable(z.string()),
  /** How many equal calls were refused; absent: one. */
  times: z.optional(z.int().check(z.positive())),
});
export type RunError = z.infer<typeof runErrorSchema>;

export type RunStatus = z.infer<typeof runStatusSchema>;

/** Milliseconds since the run was accepted; null for what never happened. */
export const timingsSchema = z.object({
  sentMs: z.nullable(z.number()),
  headersMs: z.nullable(z.number()),
  firstTokenMs: z.nullable(z.number()),
  durationMs: z.nullable(z.number()),
});
export type Timings = z.infer<typeof timingsSchema>;

/** A failed attempt at the upstream, and what was done about it. */
export const attemptSchema = z.object({
  number: z.int().check(z.positive()),
  error: runErrorSchema,
  /** Milliseconds waited before the next try. */
  waitMs: z.number().check(z.nonnegative()),
  /** Milliseconds since the run was accepted when it failed; absent in runs from before this was stored. */
  failedAtMs: z.optional(z.number().check(z.nonnegative())),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** Why a choice ended, exactly: the stop text that matched, or the id of the token that ended it. */
export const stopReasonSchema = z.union([z.string(), z.int().check(z.nonnegative())]);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** Events of the answer itself: what reading one response produces. */
export const responseEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('response-start'), response: responseInfoSchema }),
  z.object({
    type: z.literal('text-delta'),
    index: z.int().check(z.nonnegative()),
    text: z.string(),
    /** The tokens of `text`, when probabilities were requested and given. */
    tokens: z.optional(z.array(tokenSchema)),
    /** With the run's first text: as in its timings, which come at the end. */
    firstTokenMs: z.optional(z.number()),
  }),
  z.object({
    type: z.literal('choice-end'),
    index: z.int().check(z.nonnegative()),
    /** An open set: stop, length, content_filter, eos, abort … */
    finishReason: z.string(),
    /** What matched, where the server says so: a stop text, or the id of a token. */
    stopReason: z.optional(stopReasonSchema),
  }),
  /** Adds to what `response-start` said, or replaces it. */
  z.object({ type: z.literal('response-details'), details: responseDetailsSchema }),
  z.object({ type: z.literal('usage'), usage: usageSchema }),
]);
export type ResponseEvent = z.infer<typeof responseEventSchema>;

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run-start'),
    runId: z.string(),
    /** ISO time at which the run was accepted. */
    createdAt: z.string(),
    /** prompts × n */
    choiceCount: z.int().check(z.positive()),
  }),
  z.object({ type: z.literal('attempt-failed'), attempt: attemptSchema }),
  ...responseEventSchema.def.options,
  z.object({ type: z.literal('run-error'), error: runErrorSchema }),
  z.object({
    type: z.literal('run-end'),
    status: endStatusSchema,
    timings: timingsSchema,
    /** What tokens cost when it was run; absent when unknown. */
    price: z.optional(priceSchema),
    /** What it cost by that, or as the server says; absent when unknown. */
    cost: z.optional(costSchema),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** A run event with its number in the run's log; numbers start at 1 and have no gaps. */
export interface NumberedRunEvent {
  readonly seq: number;
  readonly event: RunEvent;
}
