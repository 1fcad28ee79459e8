import type { ParameterName } from './parameters';

/**
 * What each parameter does, in one or two plain sentences. Not in the table of parameters, which every first
 * load includes.
 */
export const PARAMETER_DESCRIPTIONS: Readonly<Record<ParameterName, string>> = {
  temperature:
    'How adventurous the choice of each token is. 0 always takes the likeliest; above 1 the unlikely get their chance.',
  top_p: 'Keeps only the likeliest tokens whose probabilities add up to this much, and samples among those.',
  seed: 'The same seed with the same settings should give the same text. Servers promise a best effort only.',
  max_tokens: 'The most tokens to write. 0 together with echo scores the prompt without writing anything.',
  stop: 'Writing ends just before any of these texts would appear. Up to four.',
  suffix: 'Text after the gap: the completion is written to lead into it. Only some models can.',
  n: 'How many completions to write for each prompt. Each is billed.',
  best_of:
    'Writes this many on the server and returns the n with the highest probability per token. Cannot be streamed.',
  frequency_penalty:
    'Lowers the odds of a token each time it has already appeared. Negative values encourage repetition.',
  presence_penalty:
    'Lowers the odds of a token once it has appeared at all, however often. Nudges towards new subjects.',
  logit_bias:
    'Adds to the score of single tokens, by token id: −100 bans a token, 100 forces it. Ids belong to the model.',
  logprobs: 'Returns the probability of every token and of this many alternatives to it.',
  echo: 'Returns the prompt in front of the completion. With log probabilities it scores the prompt too.',
  stream: 'Sends text as it is written. Off waits for the whole answer. Always sent, as on or off.',
  stream_options:
    'Asks for token counts at the end of a stream (stream_options.include_usage). Not every server takes it.',
  user: 'An id of your end user, passed on to the provider for abuse monitoring. Never part of a shared link.',
  retries:
    'Tries again after 429, 500, 502, 503 and 504, waiting longer each time. Only before the first byte of an answer.',
};
