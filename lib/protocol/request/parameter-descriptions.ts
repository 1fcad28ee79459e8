import type { ParameterName } from './parameters';

/**
 * What each parameter does, in one or two plain sentences. Not in the table of parameters, which every first
 * load includes.
 */
export const PARAMETER_DESCRIPTIONS: Readonly<Record<ParameterName, string>> = {
  temperature: 'Controls randomness. 0 always picks the most likely token; higher is more varied.',
  top_p: 'Samples only from the most likely tokens whose probabilities add up to this value.',
  seed: 'The same seed and settings should give the same text. Best effort on most servers.',
  max_tokens: 'Maximum number of tokens to generate. 0 with echo only scores the prompt.',
  stop: 'Generation stops before any of these sequences appears. Up to four.',
  suffix: 'Text that follows the completion. The model writes up to it. Not supported by every model.',
  n: 'Number of completions per prompt. Each is billed.',
  best_of: "Generates this many and returns the n with the highest probability per token. Can't be streamed.",
  frequency_penalty:
    'Penalizes tokens by how often they have already appeared. Negative values encourage repetition.',
  presence_penalty: 'Penalizes tokens that have already appeared, however often. Encourages new topics.',
  logit_bias:
    'Adjusts the score of individual tokens by ID: −100 bans a token, 100 forces it. IDs depend on the model.',
  logprobs: 'Returns the probability of each token and of this many alternatives.',
  echo: 'Returns the prompt before the completion. With log probabilities, it also scores the prompt.',
  stream: 'Streams text as it is generated. When off, waits for the full response. Always sent.',
  stream_options:
    'Requests token counts at the end of a stream (stream_options.include_usage). Not supported by every server.',
  user: 'An ID for your end user, passed to the provider for abuse monitoring. Never included in a shared link.',
  retries:
    'Retries on 429, 500, 502, 503 and 504, waiting longer each time. Only before the response starts.',
  top_k:
    'Samples only from this many of the most likely tokens. 0 or −1 turns it off, depending on the server.',
  min_p: "Drops tokens whose probability is below this fraction of the top token's.",
  typical_p:
    'Samples from tokens whose probability is close to what is typical at that point. 1 turns it off.',
  repetition_penalty:
    'Penalizes tokens that have already appeared, including in the prompt. 1 turns it off. llama.cpp calls it repeat penalty.',
  repeat_penalty: "llama.cpp's name for repetition penalty. 1 turns it off.",
  min_tokens: 'Generates at least this many tokens before stopping.',
  ignore_eos: 'Keeps generating past the end-of-text token, up to max tokens.',
  skip_special_tokens: 'When off, special tokens such as </s> appear in the text.',
  stop_token_ids: 'Generation stops at any of these tokens. IDs depend on the model.',
  grammar: 'The output follows this grammar.',
  guided_regex: 'The output matches this regular expression.',
  json_schema: 'The output is JSON that matches this schema.',
  extra_body: 'Any other request fields, as JSON. Sent unchanged: the server decides what they do.',
};

/** The servers that know a parameter, for what is not part of OpenAI's API. */
export const PARAMETER_SERVERS: Readonly<Partial<Record<ParameterName, string>>> = {
  top_k: 'vLLM, SGLang, llama.cpp, Ollama, TabbyAPI, Together, OpenRouter',
  min_p: 'vLLM, SGLang, llama.cpp, TabbyAPI, Together, OpenRouter',
  typical_p: 'llama.cpp, TabbyAPI, text-generation-webui',
  repetition_penalty: 'vLLM, SGLang, TabbyAPI, Together, OpenRouter',
  repeat_penalty: 'llama.cpp',
  min_tokens: 'vLLM, SGLang, TabbyAPI',
  ignore_eos: 'vLLM, SGLang, llama.cpp',
  skip_special_tokens: 'vLLM, SGLang, TabbyAPI',
  stop_token_ids: 'vLLM, SGLang',
  grammar: 'llama.cpp (GBNF)',
  guided_regex: 'vLLM',
  json_schema: 'llama.cpp, TabbyAPI',
  extra_body: 'any: each field is sent at the top level of the request',
};
