import { describe, expect, it } from 'vitest';
import { type Requested, requestChanges } from './request-changes';

const requested = (
  request: Partial<Requested['request']> = {},
  more: Partial<Requested> = {},
): Requested => ({
  request: { model: 'm', prompt: 'Once', stream: true, ...request },
  retries: null,
  connectionName: 'Practice model',
  ...more,
});

describe('requestChanges', () => {
  it('lists what was changed, added and removed, in the order of the table', () => {
    const before = requested({ temperature: 0.7, top_p: 0.5, stop: 'END', logit_bias: { '1': 2, '3': 4 } });
    const after = requested({
      temperature: 1.1,
      stop: ['END'],
      n: 2,
      logit_bias: { '3': 4, '1': 2 },
      model: 'other',
    });
    expect(requestChanges(before, after)).toEqual({
      settings: [
        { name: 'model', before: 'm', after: 'other' },
        { name: 'temperature', before: '0.7', after: '1.1' },
        { name: 'top_p', before: '0.5', after: null },
        { name: 'n', before: null, after: '2' },
      ],
      prompt: { kind: 'same' },
    });
  });

  it('takes an absent stream for false, and shows white space and lists', () => {
    const retries = {
      strategy: 'backoff' as const,
      backoff: { initialInterval: 1, maxInterval: 2, exponent: 1.5, maxElapsedTime: 10 },
      retryConnectionErrors: false,
    };
    const { stream: _on, ...request } = requested().request;
    expect(requestChanges(requested({ stream: false }), { ...requested(), request }).settings).toEqual([]);
    const after = requested({ stop: ['\n'] }, { retries, connectionName: 'Mine' });
    expect(requestChanges(requested(), after).settings).toEqual([
      { name: 'connection', before: 'Practice model', after: 'Mine' },
      { name: 'stop', before: null, after: '["\\n"]' },
      { name: 'retries', before: null, after: '1 ms ×1.5 up to 2 ms, for 10 ms' },
    ]);
  });

  it('distinguishes a prompt that goes on from another one', () => {
    const changed = (before: string | string[], after: string | string[]) =>
      requestChanges(requested({ prompt: before }), requested({ prompt: after })).prompt;
    expect(changed('Once', 'Once upon')).toEqual({ kind: 'continued', added: 5 });
    expect(changed('Once', 'Twice')).toEqual({ kind: 'changed', before: 4, after: 5 });
    expect(changed(['a', 'b'], ['a', 'b'])).toEqual({ kind: 'same' });
    expect(changed(['a', 'b'], ['a', 'bc'])).toEqual({ kind: 'changed', before: 2, after: 3 });
  });
});
