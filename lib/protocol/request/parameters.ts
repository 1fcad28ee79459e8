import { ANY_NUMBER, type FieldSpec, type ValueKindName, type ValueOf } from './value-kinds';

/**
 * The fields of a completions request, each described once. The sidebar, the check before sending, the reader
 * of stored settings, the server's schemas, tooltips, code snippets and difference labels are all derived
 * from here. How a kind of value is read and checked is in `value-kinds.ts`.
 *
 * Source of types and ranges: the r9s SDKs' `completions.create`, and OpenAI's documented bounds if it states
 * any; `wide` bounds and the group `more` from the sources of vLLM, llama.cpp, SGLang, Ollama, TabbyAPI and the
 * documentation of Together and OpenRouter. `fallback` is what a server does when the parameter is not sent.
 */

/** Group headings of the sidebar, in order. */
export const PARAMETER_GROUPS = {
  sampling: 'Sampling',
  length: 'Length and stop',
  choices: 'Choices',
  penalties: 'Penalties and bias',
  inspection: 'Inspection',
  delivery: 'Delivery',
  more: 'More',
} as const;

export type ParameterGroup = keyof typeof PARAMETER_GROUPS;

export interface ParameterSpec extends FieldSpec {
  readonly group: ParameterGroup;
  /** Its values, and therefore its control. */
  readonly kind: ValueKindName;
  /** What servers do when it is not sent, as a label. */
  readonly fallback: string;
  /** The same where only a few characters fit. */
  readonly shortFallback?: string;
  /** What that comes to as a number, where the label is none. */
  readonly fallbackValue?: number;
  /** The control's value when it is first switched on. */
  readonly initial: unknown;
  /** Slider step; the number field beside it takes any precision. */
  readonly step?: number;
  /** Servers that take it, in a word, where another parameter has nearly the same name. */
  readonly takenBy?: string;
  /** A setting of ours that is never part of the request body. */
  readonly clientOnly?: true;
}

/** The fields that every request has. They have their own places on the page. */
export const REQUIRED_FIELDS = {
  model: { label: 'Model', kind: 'model', maxLength: 300 },
  prompt: { label: 'Prompt', kind: 'prompt', maxItems: 64, wide: { maxItems: 1_024 } },
} as const satisfies Record<string, FieldSpec & { kind: ValueKindName }>;

/** In the order in which the sidebar shows them. */
export const PARAMETERS = {
  temperature: {
    label: 'Temperature',
    group: 'sampling',
    kind: 'number',
    fallback: '1',
    initial: 1,
    min: 0,
    max: 2,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  top_p: {
    label: 'Top P',
    group: 'sampling',
    kind: 'number',
    fallback: '1',
    initial: 1,
    min: 0,
    max: 1,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  seed: {
    label: 'Seed',
    group: 'sampling',
    kind: 'integer',
    fallback: 'random',
    initial: 42,
    min: -9007199254740991,
    max: 9007199254740991,
    step: 1,
  },
  max_tokens: {
    label: 'Max tokens',
    group: 'length',
    kind: 'integer',
    fallback: '16 on most servers',
    shortFallback: '16',
    initial: 200,
    min: 0,
    max: 1000000,
    step: 1,
    wide: { min: -2, max: 1_000_000_000 },
  },
  stop: {
    label: 'Stop',
    group: 'length',
    kind: 'texts',
    fallback: 'none',
    initial: ['\n'],
    maxItems: 4,
    wide: { minItems: 0, maxItems: 1_024 },
  },
  suffix: {
    label: 'Suffix',
    group: 'length',
    kind: 'text',
    fallback: 'none',
    initial: '',
  },
  n: {
    label: 'Choices (n)',
    group: 'choices',
    kind: 'integer',
    fallback: '1',
    initial: 3,
    min: 1,
    max: 128,
    step: 1,
    wide: { min: 1, max: 1_024 },
  },
  best_of: {
    label: 'Best of',
    group: 'choices',
    kind: 'integer',
    fallback: 'same as n',
    shortFallback: 'n',
    initial: 5,
    min: 1,
    max: 20,
    step: 1,
    wide: { min: 1, max: 1_024 },
  },
  frequency_penalty: {
    label: 'Frequency penalty',
    group: 'penalties',
    kind: 'number',
    fallback: '0',
    initial: 0,
    min: -2,
    max: 2,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  presence_penalty: {
    label: 'Presence penalty',
    group: 'penalties',
    kind: 'number',
    fallback: '0',
    initial: 0,
    min: -2,
    max: 2,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  logit_bias: {
    label: 'Logit bias',
    group: 'penalties',
    kind: 'token-bias',
    fallback: 'none',
    initial: {},
    min: -100,
    max: 100,
    maxItems: 300,
    wide: { ...ANY_NUMBER, maxItems: 10_000 },
  },
  logprobs: {
    label: 'Log probabilities',
    group: 'inspection',
    kind: 'integer',
    fallback: 'off',
    initial: 5,
    min: 0,
    max: 5,
    step: 1,
    wide: { min: -1, max: 200_000 },
  },
  echo: {
    label: 'Echo',
    group: 'inspection',
    kind: 'boolean',
    fallback: 'off',
    initial: true,
  },
  stream: {
    label: 'Stream',
    group: 'delivery',
    kind: 'boolean',
    fallback: 'off',
    initial: true,
  },
  stream_options: {
    label: 'Usage in stream',
    group: 'delivery',
    kind: 'stream-options',
    fallback: 'off',
    initial: { include_usage: true },
  },
  user: {
    label: 'User',
    group: 'delivery',
    kind: 'text',
    fallback: 'none',
    initial: '',
    minLength: 1,
    maxLength: 500,
    wide: { maxLength: 10_000 },
  },
  retries: {
    label: 'Retries',
    group: 'delivery',
    kind: 'retries',
    fallback: 'no retries',
    initial: {
      strategy: 'backoff',
      backoff: { initialInterval: 500, maxInterval: 60000, exponent: 1.5, maxElapsedTime: 3600000 },
      retryConnectionErrors: true,
    },
    clientOnly: true,
  },
  top_k: {
    label: 'Top K',
    group: 'more',
    kind: 'integer',
    fallback: 'all tokens',
    shortFallback: 'all',
    initial: 40,
    min: -1,
    max: 1_000,
    step: 1,
    wide: ANY_NUMBER,
  },
  min_p: {
    label: 'Min P',
    group: 'more',
    kind: 'number',
    fallback: 'off',
    fallbackValue: 0,
    initial: 0.05,
    min: 0,
    max: 1,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  typical_p: {
    label: 'Typical P',
    group: 'more',
    kind: 'number',
    fallback: 'off',
    fallbackValue: 1,
    initial: 0.9,
    min: 0,
    max: 1,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  repetition_penalty: {
    label: 'Repetition penalty',
    takenBy: 'vLLM, SGLang …',
    group: 'more',
    kind: 'number',
    fallback: '1',
    initial: 1.1,
    min: 0,
    max: 2,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  repeat_penalty: {
    label: 'Repeat penalty',
    takenBy: 'llama.cpp',
    group: 'more',
    kind: 'number',
    fallback: 'off',
    fallbackValue: 1,
    initial: 1.1,
    min: 0,
    max: 2,
    step: 0.01,
    wide: ANY_NUMBER,
  },
  min_tokens: {
    label: 'Min tokens',
    group: 'more',
    kind: 'integer',
    fallback: '0',
    initial: 10,
    min: 0,
    max: 1_000_000,
    step: 1,
    wide: ANY_NUMBER,
  },
  ignore_eos: {
    label: 'Ignore end of text',
    group: 'more',
    kind: 'boolean',
    fallback: 'off',
    initial: true,
  },
  skip_special_tokens: {
    label: 'Skip special tokens',
    group: 'more',
    kind: 'boolean',
    fallback: 'on',
    initial: false,
  },
  stop_token_ids: {
    label: 'Stop token IDs',
    group: 'more',
    kind: 'token-ids',
    fallback: 'none',
    initial: [],
    maxItems: 1_024,
  },
  grammar: {
    label: 'Grammar',
    group: 'more',
    kind: 'text',
    fallback: 'none',
    initial: '',
    minLength: 1,
    maxLength: 100_000,
  },
  guided_regex: {
    label: 'Guided regex',
    group: 'more',
    kind: 'text',
    fallback: 'none',
    initial: '',
    minLength: 1,
    maxLength: 100_000,
  },
  json_schema: {
    label: 'JSON schema',
    group: 'more',
    kind: 'json',
    fallback: 'none',
    initial: { type: 'object' },
  },
  extra_body: {
    label: 'Other fields',
    group: 'more',
    kind: 'fields',
    fallback: 'none',
    initial: {},
    maxItems: 200,
  },
} as const satisfies Record<string, ParameterSpec>;

export type ParameterName = keyof typeof PARAMETERS;

/** The parameters whose values are of a kind. */
export type ParameterOfKind<Kind extends ValueKindName> = {
  [Name in ParameterName]: (typeof PARAMETERS)[Name]['kind'] extends Kind ? Name : never;
}[ParameterName];

/** A value for every parameter that was ever changed. Stop texts are always a list, even a single one. */
export type ParameterValues = {
  [Name in ParameterName]?: ValueOf<(typeof PARAMETERS)[Name]['kind']> | undefined;
};

/** Narrows a name by the kind of its values. */
export function isOfKind<Kind extends ValueKindName>(
  name: ParameterName,
  kind: Kind,
): name is ParameterOfKind<Kind> {
  return PARAMETERS[name].kind === kind;
}

export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];

export function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETERS, name);
}

/** The widened view of one row, for code that walks the table. */
export function parameterSpec(name: ParameterName): ParameterSpec {
  return PARAMETERS[name];
}
