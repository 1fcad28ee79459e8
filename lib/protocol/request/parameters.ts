import type { ParameterSpec } from './parameter-spec';

/**
 * The completions parameters, in one table. The sidebar, the request schema's bounds, the tooltips, the code
 * snippets, the difference labels and the docs are all drawn from here.
 *
 * Source of types and ranges: the r9s SDKs' `completions.create`, and OpenAI's documented bounds where it states
 * one. `fallback` is what a server does when the parameter is not sent.
 */

/** In the order in which the sidebar shows them. `model` and `prompt` are required and have places of their own. */
export const PARAMETERS = {
  temperature: {
    label: 'Temperature',
    group: 'sampling',
    control: 'slider',
    fallback: '1',
    initial: 1,
    min: 0,
    max: 2,
    step: 0.01,
    inBody: true,
  },
  top_p: {
    label: 'Top P',
    group: 'sampling',
    control: 'slider',
    fallback: '1',
    initial: 1,
    min: 0,
    max: 1,
    step: 0.01,
    inBody: true,
  },
  seed: {
    label: 'Seed',
    group: 'sampling',
    control: 'integer',
    fallback: 'a new one each time',
    initial: 42,
    min: -9007199254740991,
    max: 9007199254740991,
    step: 1,
    inBody: true,
  },
  max_tokens: {
    label: 'Max tokens',
    group: 'length',
    control: 'integer',
    fallback: '16 on most servers',
    initial: 200,
    min: 0,
    max: 1000000,
    step: 1,
    inBody: true,
  },
  stop: {
    label: 'Stop',
    group: 'length',
    control: 'text-list',
    fallback: 'none',
    initial: ['\n'],
    maxItems: 4,
    inBody: true,
  },
  suffix: {
    label: 'Suffix',
    group: 'length',
    control: 'long-text',
    fallback: 'none',
    initial: '',
    inBody: true,
  },
  n: {
    label: 'Choices (n)',
    group: 'choices',
    control: 'integer',
    fallback: '1',
    initial: 3,
    min: 1,
    max: 128,
    step: 1,
    inBody: true,
  },
  best_of: {
    label: 'Best of',
    group: 'choices',
    control: 'integer',
    fallback: 'the same as n',
    initial: 5,
    min: 1,
    max: 20,
    step: 1,
    inBody: true,
  },
  frequency_penalty: {
    label: 'Frequency penalty',
    group: 'penalties',
    control: 'slider',
    fallback: '0',
    initial: 0,
    min: -2,
    max: 2,
    step: 0.01,
    inBody: true,
  },
  presence_penalty: {
    label: 'Presence penalty',
    group: 'penalties',
    control: 'slider',
    fallback: '0',
    initial: 0,
    min: -2,
    max: 2,
    step: 0.01,
    inBody: true,
  },
  logit_bias: {
    label: 'Logit bias',
    group: 'penalties',
    control: 'bias-table',
    fallback: 'none',
    initial: {},
    min: -100,
    max: 100,
    maxItems: 300,
    inBody: true,
  },
  logprobs: {
    label: 'Log probabilities',
    group: 'inspection',
    control: 'integer',
    fallback: 'none returned',
    initial: 5,
    min: 0,
    max: 5,
    step: 1,
    inBody: true,
  },
  echo: {
    label: 'Echo',
    group: 'inspection',
    control: 'toggle',
    fallback: 'off',
    initial: true,
    inBody: true,
  },
  stream: {
    label: 'Stream',
    group: 'delivery',
    control: 'toggle',
    fallback: 'off',
    initial: true,
    inBody: true,
  },
  stream_options: {
    label: 'Usage in stream',
    group: 'delivery',
    control: 'toggle',
    fallback: 'off',
    initial: { include_usage: true },
    inBody: true,
  },
  user: {
    label: 'User',
    group: 'delivery',
    control: 'text',
    fallback: 'none',
    initial: '',
    inBody: true,
  },
  retries: {
    label: 'Retries',
    group: 'delivery',
    control: 'retries',
    fallback: 'no retries',
    initial: {
      strategy: 'backoff',
      backoff: { initialInterval: 500, maxInterval: 60000, exponent: 1.5, maxElapsedTime: 3600000 },
      retryConnectionErrors: true,
    },
    inBody: false,
  },
} as const satisfies Record<string, ParameterSpec>;

export type ParameterName = keyof typeof PARAMETERS;

export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];

/** The widened view of one row, for code that walks the table. */
export function parameterSpec(name: ParameterName): ParameterSpec {
  return PARAMETERS[name];
}
