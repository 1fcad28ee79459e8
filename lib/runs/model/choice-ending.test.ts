import { expect, it } from 'vitest';
import { choiceEnding } from './choice-ending';

const request = { model: 'm', prompt: 'Once' };

it('says how a choice ended, shortly and in full', () => {
  const full = 'Ended naturally or at a stop sequence';
  const ended = { finishReason: 'stop' };
  expect(choiceEnding(request, ended)).toEqual({ short: 'Ended naturally', full });
  expect(choiceEnding({ ...request, stop: ['x'] }, ended)?.short).toBe('End or stop sequence');
  expect(choiceEnding({ ...request, stop_token_ids: [7] }, ended)?.short).toBe('End or stop sequence');
  expect(choiceEnding(request, { finishReason: null })).toBeNull();
});

it('says nothing of a text that was only scored', () => {
  const scoring = { ...request, echo: true, logprobs: 1, max_tokens: 0 };
  expect(choiceEnding(scoring, { finishReason: 'length' })).toBeNull();
  expect(choiceEnding({ ...scoring, max_tokens: 20 }, { finishReason: 'length' })?.short).toBe(
    'Hit max tokens',
  );
});
