import { expect, it } from 'vitest';
import { countedPromptTokens, noteCountedPrompt } from './counted-prompts';

const started = (prompt: string, model = 'm', connectionId = 'c') => ({
  connectionId,
  connectionName: null,
  request: { model, prompt },
  retries: null,
});

it('a prompt has the count of its own text, model and connection', () => {
  noteCountedPrompt({ connectionId: 'c', model: 'm', prompts: ['Once'], tokens: 19 });
  expect(countedPromptTokens(started('Once'))).toBe(19);
  expect(countedPromptTokens(started('Once upon'))).toBeNull();
  expect(countedPromptTokens(started('Once', 'other'))).toBeNull();
  expect(countedPromptTokens(started('Once', 'm', 'other'))).toBeNull();
  noteCountedPrompt({ connectionId: 'c', model: 'm', prompts: ['Once'], tokens: 20 });
  expect(countedPromptTokens(started('Once'))).toBe(20);
});
