import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { CodeClient } from './code-clients';
import { quoted } from './snippet-input';
import { type Snippet, snippet } from './snippets';

/** The environment variable that holds a token of this app. */
export const API_KEY_VARIABLE = 'PLAYGROUND_TOKEN';

/** A first call of this app's own API, by one client; all of them work with it unchanged. `baseUrl` ends in `/v1`. */
export function apiSnippet(client: CodeClient, baseUrl: string, request: CompletionRequest): Snippet {
  if (client !== 'r9s-typescript') {
    return snippet(client, { request, baseUrl, r9sShape: true, keyVariable: API_KEY_VARIABLE });
  }
  return {
    install: null,
    code: r9sTypescript(baseUrl, request),
    notes: [
      "This SDK isn't on npm. Build it from github.com/r9s-ai/r9s-typescript with zod below 4.4, or every response fails.",
      'It takes the address without /v1.',
    ],
  };
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
