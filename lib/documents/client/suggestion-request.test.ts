import { describe, expect, it } from 'vitest';
import { type Draft, emptyDraft } from '@/lib/playground/client/draft';
import { INITIAL_VALUES } from '@/lib/protocol/request/settings';
import { suggestionRun } from './suggestion-request';

const draft = (settings: Partial<Draft['settings']> = {}, more: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(),
  connectionId: 'c',
  model: 'm',
  settings: { values: {}, sent: ['stream'], ...settings },
  ...more,
});

function requestOf(from: Draft, text = 'The recipe') {
  const made = suggestionRun(from, text, text.length);
  if (!made.ok) throw new Error(made.message);
  return made;
}

describe('the run of a suggestion', () => {
  it('is the draft’s, but short, of one prompt, and without what would change the text', () => {
    const { run, skip } = requestOf(
      draft(
        {
          values: {
            temperature: 0.3,
            max_tokens: 500,
            echo: true,
            best_of: 3,
            suffix: 'x',
            stream: false,
            n: 9,
          },
          sent: ['temperature', 'max_tokens', 'echo', 'best_of', 'suffix', 'stream', 'n'],
        },
        { prompts: ['a', 'b'], asList: true, background: true, injected: { start: 'Q: ', restart: '' } },
      ),
    );
    expect(skip).toBe('');
    expect(run).toEqual({
      connectionId: 'c',
      suggestion: true,
      request: {
        model: 'm',
        prompt: 'The recipe',
        temperature: 0.3,
        max_tokens: 24,
        n: 4,
        logprobs: 1,
        stream: true,
      },
    });
  });

  it('keeps a lower limit, and asks for probabilities only to rank', () => {
    const { run } = requestOf(draft({ values: { max_tokens: 5 }, sent: ['max_tokens', 'stream'] }), 'One ');
    expect(run.request).toEqual({ model: 'm', prompt: 'One', max_tokens: 5, stream: true });
    expect(requestOf(draft(), 'One ').skip).toBe(' ');
  });

  it('takes what a control shows before it was changed', () => {
    const { run } = requestOf(draft({ values: {}, sent: ['n', 'logprobs', 'stream'] }));
    expect(run.request).toMatchObject({ n: INITIAL_VALUES.n, logprobs: INITIAL_VALUES.logprobs });
  });

  it('says what is missing', () => {
    expect(suggestionRun(draft({}, { model: '' }), 'a', 1)).toMatchObject({ ok: false });
    expect(suggestionRun(draft({}, { connectionId: null }), 'a', 1)).toMatchObject({
      message: 'Choose a connection.',
    });
  });
});
