import { describe, expect, it } from 'vitest';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { isScoring } from '@/lib/runs/model/score/score-request';
import { type Draft, emptyDraft } from './draft';
import { withValue } from './draft-settings';
import { draftOfRun } from './opened-run';
import { prepareScore, refusesZero } from './score-draft';

const draft = (more: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(),
  connectionId: PRACTICE_CONNECTION_ID,
  model: 'practice-1',
  prompts: ['Once upon'],
  ...more,
});
const requestOf = (...of: Parameters<typeof prepareScore>) => {
  const prepared = prepareScore(...of);
  return prepared.ok ? prepared.run.request : prepared.issue;
};

describe('the run that scores the draft', () => {
  it('asks for the prompt with its probabilities, and for nothing that samples', () => {
    let { settings } = emptyDraft();
    settings = withValue(settings, 'temperature', 0.3);
    settings = withValue(settings, 'n', 3);
    settings = withValue(settings, 'best_of', 2);
    settings = withValue(settings, 'suffix', 'end');
    settings = withValue(settings, 'user', 'me');
    const request = {
      model: 'practice-1',
      prompt: 'Once upon',
      echo: true,
      logprobs: 5,
      max_tokens: 0,
      user: 'me',
    };
    expect(requestOf(draft({ settings }))).toEqual(request);
    expect(requestOf(draft({ settings }), 1)).toEqual({ ...request, max_tokens: 1 });
  });

  it('leaves a draft that it is opened in its own settings', () => {
    const settings = withValue(withValue(emptyDraft().settings, 'temperature', 0.3), 'max_tokens', 50);
    const request = requestOf(draft());
    if (!('prompt' in request)) throw new Error('not prepared');
    const opened = draftOfRun(
      { id: 'run', connectionId: PRACTICE_CONNECTION_ID, request, retries: null },
      draft({ settings }),
    );
    expect(opened).toMatchObject({ prompts: ['Once upon'], model: 'practice-1', settings });
  });

  it('keeps the number of alternatives, at least one', () => {
    const { settings } = emptyDraft();
    expect(requestOf(draft({ settings: withValue(settings, 'logprobs', 3) }))).toMatchObject({ logprobs: 3 });
    expect(requestOf(draft({ settings: withValue(settings, 'logprobs', 0) }))).toMatchObject({ logprobs: 1 });
  });

  it('is known as one by its request, for texts, lists and token ids', () => {
    for (const more of [{}, { prompts: ['a', 'b'], asList: true }, { prompts: ['1, 2'], asIds: true }]) {
      const prepared = prepareScore(draft(more));
      expect(prepared.ok && isScoring(prepared.run.request), JSON.stringify(more)).toBe(true);
    }
  });

  it('needs a text, a model and a connection', () => {
    expect(requestOf(draft({ prompts: [''] }))).toEqual({
      field: 'prompt',
      message: 'Write some text to score.',
    });
    expect(requestOf(draft({ model: '' }))).toMatchObject({ field: 'model' });
    expect(requestOf(draft({ connectionId: null }))).toMatchObject({ field: 'connection' });
  });
});

it('knows a refusal of max_tokens 0 from another one', () => {
  const refusal = (message: string, more: Partial<Parameters<typeof refusesZero>[0]> = {}) =>
    refusesZero({ kind: 'bad_request', param: null, message, ...more });
  expect(refusal('max_tokens must be at least 1, got 0.')).toBe(true);
  expect(refusal('`max_new_tokens` must be strictly positive', { kind: 'unprocessable' })).toBe(true);
  expect(refusal('Input should be greater than 0', { param: 'max_tokens' })).toBe(true);
  expect(refusal('echo is not supported')).toBe(false);
  expect(refusal('max_tokens must be at least 1', { kind: 'server' })).toBe(false);
});
