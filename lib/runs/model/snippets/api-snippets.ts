import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { curlSnippet } from './snippet-curl';
import { quoted, type SnippetInput } from './snippet-input';
import { openaiSnippet, pythonSnippet } from './snippet-python';
import { typescriptSnippet } from './snippet-typescript';

/** Clients that work unchanged with this app's own API, in the order in which they are offered. */
export const API_CLIENTS = [
  { id: 'openai-python', label: 'OpenAI, Python' },
  { id: 'openai-typescript', label: 'OpenAI, TypeScript' },
  { id: 'r9s-python', label: 'r9s, Python' },
  { id: 'r9s-typescript', label: 'r9s, TypeScript' },
  { id: 'curl', label: 'curl' },
] as const;
export type ApiClient = (typeof API_CLIENTS)[number]['id'];

/** The environment variable that holds a token of this app. */
export const API_KEY_VARIABLE = 'PLAYGROUND_TOKEN';

export interface ApiSnippet {
  /** The command that installs what the code needs; null when it needs nothing. */
  readonly install: string | null;
  readonly code: string;
  readonly notes: readonly string[];
}

/** A first call of this app's own API, by one client. `baseUrl` ends in `/v1`. */
export function apiSnippet(client: ApiClient, baseUrl: string, request: CompletionRequest): ApiSnippet {
  const input: SnippetInput = { request, baseUrl, r9sShape: true, keyVariable: API_KEY_VARIABLE };
  switch (client) {
    case 'r9s-python':
      return { install: 'pip install r9s', code: pythonSnippet(input), notes: [] };
    case 'openai-python':
      return { install: 'pip install openai', code: openaiSnippet(input, null), notes: [] };
    case 'openai-typescript':
      return { install: 'npm install openai', code: typescriptSnippet(input), notes: [] };
    case 'r9s-typescript':
      return {
        install: null,
        code: r9sTypescript(baseUrl, request),
        notes: [
          "This SDK isn't on npm. Build it from github.com/r9s-ai/r9s-typescript with zod below 4.4, or every response fails.",
          'It takes the address without /v1.',
        ],
      };
    case 'curl':
      return { install: null, code: curlSnippet(input), notes: [] };
  }
}

function r9sTypescript(baseUrl: string, { model, prompt, max_tokens: maxTokens }: CompletionRequest): string {
  return [
    'import { R9S } from "r9s";',
    '',
    'const client = new R9S({',
    `  apiKey: process.env.${API_KEY_VARIABLE},`,
    `  serverURL: ${quoted(baseUrl.replace(/\/v1$/, ''))},`,
    '});',
    '',
    'const completion = await client.completions.create({',
    `  model: ${quoted(model)},`,
    `  prompt: ${quoted(String(prompt))},`,
    ...(maxTokens === undefined ? [] : [`  maxTokens: ${maxTokens},`]),
    '});',
    'console.log(completion);',
    '',
  ].join('\n');
}
