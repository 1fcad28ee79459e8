import { type APIRequestContext, expect } from '@playwright/test';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';

export interface Guest {
  /** Runs a completion through the app's own API, to its end. */
  complete(request: Partial<CompletionRequest>, connectionId?: string): Promise<RunState>;
  /** The practice model's tokens of a text. */
  practiceTokens(text: string): Promise<readonly { id: number; text: string }[]>;
  /** Adds a connection and returns its id. */
  addConnection(connection: {
    name: string;
    baseUrl: string;
    key?: string;
    isDefault?: boolean;
  }): Promise<string>;
  /** Tokens per second of the practice model, for this guest. */
  setPace(tokensPerSecond: number): Promise<void>;
}

/**
 * A new guest session in the cookies of this context. With `page.request` it is the browser's session too; do
 * it before the page is opened.
 */
export async function startGuest(request: APIRequestContext): Promise<Guest> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const signedIn = await request.post('/api/auth/callback/guest', { form: { csrfToken, json: 'true' } });
  expect(signedIn.status()).toBe(200);

  return {
    complete: async (body, connectionId = PRACTICE_CONNECTION_ID) => {
      const answer = await request.post('/api/runs', {
        data: {
          idempotencyKey: crypto.randomUUID(),
          connectionId,
          request: { model: PRACTICE_MODEL_ID, prompt: '', ...body },
        },
      });
      const bytes = await answer.body();
      expect(answer.status(), bytes.toString('utf8')).toBe(200);
      const state = emptyRunState(1);
      for (const { event } of createRunEventReader().push(bytes)) applyRunEvent(state, event);
      expect(state.status, state.error?.message).toBe('complete');
      return state;
    },
    practiceTokens: async (text) => {
      const answer = await request.post('/api/connections/practice/tokenize', {
        data: { model: PRACTICE_MODEL_ID, prompt: [text], return_token_strs: true },
      });
      expect(answer.status()).toBe(200);
      const { tokens, token_strs } = (await answer.json()).prompt[0];
      return tokens.map((id: number, index: number) => ({ id, text: token_strs[index] }));
    },
    addConnection: async (connection) => {
      const answer = await request.post('/api/connections', { data: { kind: 'custom', ...connection } });
      expect(answer.status()).toBe(201);
      return (await answer.json()).id;
    },
    setPace: async (tokensPerSecond) => {
      const answer = await request.patch('/api/account', { data: { practicePace: tokensPerSecond } });
      expect(answer.status()).toBe(200);
    },
  };
}
