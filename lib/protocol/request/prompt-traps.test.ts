import { describe, expect, it } from 'vitest';
import { promptTraps, repeatsPrompt, type TrapSettings } from './prompt-traps';

const traps = (prompt: string, settings: Partial<TrapSettings> = {}) =>
  promptTraps(prompt, { stops: [], echo: false, maxTokens: null, ...settings });
const kinds = (...of: Parameters<typeof traps>) => traps(...of).map(({ kind }) => kind);

describe('white space at the end', () => {
  it('is one, and can be trimmed', () => {
    expect(traps('Once \t')).toEqual([{ kind: 'white-space', visible: '␣⇥', mended: 'Once' }]);
  });
  it('is none in the middle, and a line break is none', () => {
    expect(kinds('Once upon')).toEqual([]);
    expect(kinds('Once\n')).toEqual([]);
    expect(kinds('')).toEqual([]);
  });
});

describe('a newline that a stop sequence begins with', () => {
  it('is one: what is left of the stop sequence ends nothing', () => {
    expect(traps('Bot: hi\n', { stops: ['###', '\nHuman:'] })).toEqual([
      { kind: 'newline-before-stop', stop: '\nHuman:', rest: 'Human:', mended: 'Bot: hi' },
    ]);
    expect(traps('a\n\n', { stops: ['\n\nQ:'] })).toMatchObject([{ rest: 'Q:', mended: 'a' }]);
    expect(traps('a\n', { stops: ['\n\n'] })).toMatchObject([{ rest: '\n', mended: 'a' }]);
  });
  it('is none where the stop sequence can still come whole', () => {
    expect(kinds('Bot: hi', { stops: ['\nHuman:'] })).toEqual([]);
    expect(kinds('Bot: hi\n', { stops: ['Human:', '\n', ' \n'] })).toEqual([]);
    expect(kinds('a\n\n', { stops: ['\n\n'] })).toEqual([]);
    expect(kinds('Bot: hi\n')).toEqual([]);
    // Of nothing but newlines there is nothing to trim to.
    expect(kinds('\n', { stops: ['\nHuman:'] })).toEqual([]);
    expect(kinds('Bot: hi\n', { stops: ['\nHuman:'], echo: true, maxTokens: 0 })).toEqual([]);
  });
});

describe('a stop sequence in the prompt', () => {
  it('is one with echo, which returns it', () => {
    expect(traps('A: 1 ### B:', { stops: ['###'], echo: true })).toEqual([
      { kind: 'stop-in-echo', stop: '###' },
    ]);
  });
  it('is none without echo: only what is generated is matched', () => {
    expect(kinds('A: 1 ### B:', { stops: ['###'] })).toEqual([]);
    expect(kinds('A: 1\nB:', { stops: ['###', '', '\n'], echo: true })).toEqual([]);
    expect(kinds('A: 1 ### B:', { stops: ['###'], echo: true, maxTokens: 0 })).toEqual([]);
  });
});

describe('a completion that begins with its prompt', () => {
  it('repeats it', () => {
    const prompt = 'The lighthouse keeper said';
    expect(repeatsPrompt(prompt, `${prompt} nothing.`)).toBe(true);
    expect(repeatsPrompt(prompt, ' nothing.')).toBe(false);
    expect(repeatsPrompt(prompt, 'The lighthouse keeper')).toBe(false);
  });
  it('may be what the model means when the prompt is short', () => {
    expect(repeatsPrompt('ha ', 'ha ha')).toBe(false);
    expect(repeatsPrompt('', 'Once')).toBe(false);
  });
});
