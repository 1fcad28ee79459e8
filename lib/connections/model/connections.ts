import * as z from 'zod/mini';
import { priceSchema } from '@/lib/protocol/run/price';
import { headerChangesSchema, headersSchema } from './header-rules';

/** Suggestions for a new connection. Base URLs are those that each project documents. */
export const CONNECTION_KINDS = {
  r9s: { label: 'r9s', baseUrl: 'https://api.r9s.ai', needsKey: true },
  openai: { label: 'OpenAI', baseUrl: 'https://api.openai.com/v1', needsKey: true },
  openrouter: { label: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1', needsKey: true },
  together: { label: 'Together', baseUrl: 'https://api.together.xyz/v1', needsKey: true },
  deepseek: {
    label: 'DeepSeek (fill in the middle)',
    baseUrl: 'https://api.deepseek.com/beta',
    needsKey: true,
  },
  azure: { label: 'Azure OpenAI', baseUrl: '', needsKey: true, keyHeader: 'api-key' },
  ollama: { label: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', needsKey: false },
  llamacpp: { label: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1', needsKey: false },
  vllm: { label: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1', needsKey: false },
  sglang: { label: 'SGLang', baseUrl: 'http://127.0.0.1:30000/v1', needsKey: false },
  lmstudio: { label: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', needsKey: false },
  koboldcpp: { label: 'KoboldCpp', baseUrl: 'http://127.0.0.1:5001/v1', needsKey: false },
  tabbyapi: { label: 'TabbyAPI', baseUrl: 'http://127.0.0.1:5000/v1', needsKey: true },
  textgen: { label: 'text-generation-webui', baseUrl: 'http://127.0.0.1:5000/v1', needsKey: false },
  custom: { label: 'Custom / OpenAI-compatible', baseUrl: '', needsKey: false },
} as const satisfies Record<string, KindFacts>;

interface KindFacts {
  readonly label: string;
  readonly baseUrl: string;
  readonly needsKey: boolean;
  /** The header that carries the key, in lower case. Default: `authorization`, with `Bearer` before the key. */
  readonly keyHeader?: string;
}

export type ConnectionKind = keyof typeof CONNECTION_KINDS;

/** The header, in lower case, that carries the key to a server of this kind; unknown kinds are as most are. */
export function keyHeaderOf(kind: string): string {
  const kinds: Readonly<Record<string, KindFacts>> = CONNECTION_KINDS;
  return (Object.hasOwn(kinds, kind) ? kinds[kind]?.keyHeader : undefined) ?? 'authorization';
}

const kindSchema = z.enum(Object.keys(CONNECTION_KINDS) as [ConnectionKind, ...ConnectionKind[]]);
const nameSchema = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, { error: 'Enter a name.' }),
    z.maxLength(80, { error: 'Use at most 80 characters.' }),
  );
const baseUrlSchema = z.string().check(
  z.trim(),
  z.maxLength(2000, { error: 'Use at most 2,000 characters.' }),
  z.refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'Enter a full address, such as https://api.r9s.ai.',
  }),
  z.refine(
    (value) => !URL.canParse(value) || (new URL(value).username === '' && new URL(value).password === ''),
    { error: 'Put the key in its own field, not in the base URL.' },
  ),
);
/** Visible ASCII only: anything else cannot be an HTTP header. */
const keySchema = z.string().check(
  z.trim(),
  z.maxLength(4000, { error: 'Use at most 4,000 characters.' }),
  z.regex(/^[\x21-\x7e]*( [\x21-\x7e]+)?$/, {
    error: "The key has characters that can't be sent in a header.",
  }),
);

/** Above what any server runs of one person at once by default; a server's own limit holds as well. */
const MAX_RUNS_AT_ONCE = 100;
const runsAtOnceSchema = z.nullable(
  z
    .int({ error: 'Enter a whole number.' })
    .check(
      z.minimum(1, { error: 'Enter 1 or more.' }),
      z.maximum(MAX_RUNS_AT_ONCE, { error: `Enter at most ${MAX_RUNS_AT_ONCE}.` }),
    ),
);

/** Body of `POST /api/connections`. */
export const createConnectionSchema = z.strictObject({
  name: nameSchema,
  kind: kindSchema,
  baseUrl: baseUrlSchema,
  key: z.optional(keySchema),
  headers: z.optional(headersSchema),
  isDefault: z.optional(z.boolean()),
  runsAtOnce: z.optional(runsAtOnceSchema),
});
export type CreateConnection = z.infer<typeof createConnectionSchema>;

/**
 * Body of `PATCH /api/connections/[connectionId]`. `key: null` removes the stored key; absent leaves it. `headers`
 * is the whole list, as `headerChangesSchema` says; absent leaves it.
 */
export const updateConnectionSchema = z.strictObject({
  name: z.optional(nameSchema),
  baseUrl: z.optional(baseUrlSchema),
  key: z.optional(z.nullable(keySchema)),
  headers: z.optional(headerChangesSchema),
  isDefault: z.optional(z.boolean()),
  runsAtOnce: z.optional(runsAtOnceSchema),
});
export type UpdateConnection = z.infer<typeof updateConnectionSchema>;

/**
 * A connection as the page sees it: never the key, only whether there is one and its last four characters, and
 * never the values of its extra headers.
 */
export const connectionSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  baseUrl: z.string(),
  keyLast4: z.nullable(z.string()),
  hasKey: z.boolean(),
  headerNames: z.array(z.string()),
  isDefault: z.boolean(),
  /** Runs of comparisons on it at once, on all servers together; null: as many as there are slots. */
  runsAtOnce: z.nullable(z.int()),
  /** True for the practice model and the server's own connection: they cannot be edited. */
  builtIn: z.boolean(),
  /** The model to start with, if the server's owner named one. */
  defaultModel: z.nullable(z.string()),
});
export type Connection = z.infer<typeof connectionSchema>;

/** `GET /api/connections`. */
export const connectionListSchema = z.object({
  connections: z.array(connectionSchema),
  /** Whether the app may look for servers on its own machine. */
  canFindServers: z.boolean(),
});

/** A model as a server lists it. */
export const modelSchema = z.object({
  id: z.string(),
  ownedBy: z.nullable(z.string()),
  /** Where the list tells it. */
  price: z.optional(priceSchema),
  /** In tokens; absent: the server does not tell. */
  contextLength: z.optional(z.int()),
});
export type Model = z.infer<typeof modelSchema>;

/** `GET /api/connections/[connectionId]/models`; `?fresh=1` bypasses the cache. */
export const modelListSchema = z.object({ models: z.array(modelSchema), fetchedAt: z.iso.datetime() });
export type ModelList = z.infer<typeof modelListSchema>;

/** `POST /api/connections/[connectionId]/test`, and `POST /api/connections/test` with a body of `createConnectionSchema`. */
export const connectionTestSchema = z.object({
  ok: z.boolean(),
  /** What was found, or exactly what failed. */
  message: z.string(),
  /** The upstream's HTTP status, when it answered. */
  status: z.nullable(z.number()),
  models: z.array(modelSchema),
  durationMs: z.number(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
