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
    description:
      'How adventurous the choice of each token is. 0 always takes the likeliest; above 1 the unlikely get their chance.',
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
    description:
      'Keeps only the likeliest tokens whose probabilities add up to this much, and samples among those.',
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
    description:
      'The same seed with the same settings should give the same text. Servers promise a best effort only.',
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
    description: 'The most tokens to write. 0 together with echo scores the prompt without writing anything.',
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
    description: 'Writing ends just before any of these texts would appear. Up to four.',
    fallback: 'none',
    initial: ['\n'],
    maxItems: 4,
    inBody: true,
  },
  suffix: {
    label: 'Suffix',
    group: 'length',
    control: 'long-text',
    description: 'Text after the gap: the completion is written to lead into it. Only some models can.',
    fallback: 'none',
    initial: '',
    inBody: true,
  },
  n: {
    label: 'Choices (n)',
    group: 'choices',
    control: 'integer',
    description: 'How many completions to write for each prompt. Each is billed.',
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
    description:
      'Writes this many on the server and returns the n with the highest probability per token. Cannot be streamed.',
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
    description:
      'Lowers the odds of a token each time it has already appeared. Negative values encourage repetition.',
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
    description:
      'Lowers the odds of a token once it has appeared at all, however often. Nudges towards new subjects.',
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
    description:
      'Adds to the score of single tokens, by token id: −100 bans a token, 100 forces it. Ids belong to the model.',
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
    description: 'Returns the probability of every token and of this many alternatives to it.',
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
    description:
      'Returns the prompt in front of the completion. With log probabilities it scores the prompt too.',
    fallback: 'off',
    initial: true,
    inBody: true,
  },
  stream: {
    label: 'Stream',
    group: 'delivery',
    control: 'toggle',
    description: 'Sends text as it is written. Off waits for the whole answer. Always sent, as on or off.',
    fallback: 'off',
    initial: true,
    inBody: true,
  },
  stream_options: {
    label: 'Usage in stream',
    group: 'delivery',
    control: 'toggle',
    description:
      'Asks for token counts at the end of a stream (stream_options.include_usage). Not every server takes it.',
    fallback: 'off',
    initial: { include_usage: true },
    inBody: true,
  },
  user: {
    label: 'User',
    group: 'delivery',
    control: 'text',
    description:
      'An id of your end user, passed on to the provider for abuse monitoring. Never part of a shared link.',
    fallback: 'none',
    initial: '',
    inBody: true,
  },
  retries: {
    label: 'Retries',
    group: 'delivery',
    control: 'retries',
    description:
      'Tries again after 429, 500, 502, 503 and 504, waiting longer each time. Only before the first byte of an answer.',
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
