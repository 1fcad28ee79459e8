/** What each client is tried with: the rows of the first table, in order. The keys are what the files of checks name. */
export const FEATURES = {
  plain: 'A plain completion',
  stream: 'A streamed completion',
  everything: 'Every parameter that it has, at once',
  choices: '`n` and `best_of`',
  scoring: 'Scoring: `echo`, `logprobs`, `max_tokens: 0`',
  stops: 'Five stop texts',
  prompts: 'A list of prompts',
  ids: 'Prompts as token ids',
  more: 'Fields beyond the contract (mikupad’s)',
  logprobs10: '`logprobs: 10`',
  wide: '`max_tokens: -1`, `stop: []`',
  usage: 'Usage in a stream',
  models: 'The list of models',
  errors: 'Its own exception for 400, 401, 403, 422, 429, 500, 503',
  token: 'A wrong token',
  retries: 'Retries of 429 (with `Retry-After`) and 503',
  broken: 'A stream that breaks is an error',
  abort: 'Leaving in mid-stream ends the upstream’s request',
  finish: 'A `finish_reason` outside the contract',
} as const;

/** What of the app's own code is run: the rows of the second table. */
export const CODE = {
  code: 'The API page’s code, as copied',
  view: 'A request’s code, as copied',
} as const;

export interface Client {
  readonly id: string;
  /** The column’s heading. */
  readonly label: string;
  /** Its file of checks beside this one. */
  readonly checks: string;
  /** The package whose version is written. */
  readonly python: string;
}

export const CLIENTS: readonly Client[] = [
  { id: 'r9s', label: 'r9s', checks: 'r9s_client.py', python: 'r9s' },
  { id: 'openai', label: 'openai-python', checks: 'openai_client.py', python: 'openai' },
  { id: 'litellm', label: 'LiteLLM', checks: 'litellm_client.py', python: 'litellm' },
  { id: 'langchain', label: 'langchain-openai', checks: 'langchain_client.py', python: 'langchain-openai' },
  { id: 'lm-eval', label: 'lm-eval', checks: 'lm_eval_client.py', python: 'lm_eval' },
  { id: 'mikupad', label: 'mikupad’s bodies (httpx)', checks: 'mikupad_client.py', python: 'httpx' },
];

/** For pip. lm-eval's tokenizers are transformers'. */
export const PACKAGES = [
  'r9s==0.9.0',
  'openai==3.57.0',
  'litellm==1.110.2',
  'langchain-openai==1.7.4',
  'lm_eval[api]==0.4.13',
  'transformers==5.24.0',
  'httpx==0.28.1',
];
