import { describe, expect, it } from 'vitest';
import { transportError } from '@/lib/protocol/errors/upstream-error';
import { usage } from '@/lib/protocol/fixtures/fixture';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { type Choice, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { isConclusive, type ReceiptLine, receipt } from './receipt';

function run(
  request: Partial<CompletionRequest>,
  choices: readonly Partial<Choice>[],
  more: Partial<RunState> = {},
) {
  const whole: CompletionRequest = { model: 'm', prompt: 'Once', ...request };
  const state: RunState = {
    ...emptyRunState(Math.max(1, choices.length)),
    status: 'complete',
    usage: usage(1, 1),
    response: { status: 200, id: 'a', model: 'm', systemFingerprint: null, requestId: null },
    ...more,
  };
  for (const [index, choice] of choices.entries()) Object.assign(state.choices[index] ?? {}, choice);
  return receipt(whole, state, PARAMETERS.retries.initial);
}

function line(lines: readonly ReceiptLine[], parameter: string) {
  const found = lines.find((entry) => entry.parameter === parameter);
  return found && [found.honoured, found.note];
}

describe('a receipt', () => {
  it('has a line for what was sent and for nothing else', () => {
    const lines = run({ temperature: 0, stream: true }, [{ text: ' upon' }]);
    expect(lines.map(({ parameter, sent }) => [parameter, sent])).toEqual([
      ['model', 'm'],
      ['temperature', '0'],
      ['stream', 'on'],
      ['retries', '500 ms ×1.5 up to 60 s, for 3600 s, including connection errors'],
    ]);
  });

  it('names the stop text that matched, where the server said so', () => {
    const stop = ['\n', ' upon'];
    const ended = { text: 'Once', finishReason: 'stop' };
    expect(line(run({ stop }, [{ ...ended, stopReason: '\n' }]), 'stop')).toEqual(['yes', 'Stopped at “↵”.']);
    const both = [
      { ...ended, stopReason: '\n' },
      { ...ended, index: 1, stopReason: ' upon' },
    ];
    expect(line(run({ stop, n: 2 }, both), 'stop')).toEqual(['yes', 'Stopped at “↵” and “␣upon”.']);
    // A token that ended it is no stop text; neither is a text that was not sent.
    for (const stopReason of [128001, 'other']) {
      expect(line(run({ stop }, [{ ...ended, stopReason }]), 'stop')).toEqual([
        'yes',
        'None appear in the text.',
      ]);
    }
  });

  it('shows the model that answered when it is another', () => {
    const response = { status: 200, id: null, model: 'm-2026', systemFingerprint: null, requestId: null };
    expect(line(run({}, [{ text: 'x' }], { response }), 'model')).toEqual(['unknown', 'Reported as m-2026.']);
  });

  it('shows a server that did not stream, and one that did without a request', () => {
    const as = (form: 'stream' | 'json') => ({
      response: { status: 200, id: null, model: 'm', systemFingerprint: null, requestId: null, form },
    });
    const verdict = (stream: boolean, form: 'stream' | 'json') =>
      line(run({ stream }, [{ text: 'x' }], as(form)), 'stream');
    expect(verdict(true, 'stream')).toEqual(['yes', '']);
    expect(verdict(false, 'json')).toEqual(['yes', '']);
    expect(verdict(true, 'json')).toEqual(['no', "The server didn't stream."]);
    expect(verdict(false, 'stream')).toEqual(['no', 'The server streamed anyway.']);
  });

  it('counts the choices that came', () => {
    const one = [{ text: 'a', finishReason: 'stop' }, {}, {}];
    expect(line(run({ n: 3 }, one), 'n')).toEqual(['no', '3 → 1']);
    expect(line(run({ n: 3 }, one, { status: 'stopped' }), 'n')?.[0]).toBe('unknown');
    const form = 'stream' as const;
    const response = { status: 200, id: 'a', model: 'm', systemFingerprint: null, requestId: null, form };
    const streamed = run({ n: 3, stream: true }, one, { response });
    expect(line(streamed, 'n')).toEqual([
      'no',
      '3 → 1. Either one choice arrived, or all were merged into one. Turn off Stream to check.',
    ]);
    expect(
      line(
        run(
          { n: 2, prompt: ['a', 'b'] },
          [1, 2, 3, 4].map((text) => ({ text: `${text}` })),
        ),
        'n',
      ),
    ).toEqual(['yes', '']);
  });

  it('says what came of log probabilities', () => {
    const token = (count: number) => ({
      text: 'a',
      logprob: -1,
      top: Array.from({ length: count }, (_, at) => ({ text: `${at}`, logprob: -at })),
    });
    const verdict = (choice: Partial<Choice>) => line(run({ logprobs: 5 }, [choice]), 'logprobs');
    expect(verdict({ text: 'a' })).toEqual(['no', 'Requested 5, returned none.']);
    expect(verdict({ text: 'a', tokens: [token(3)] })).toEqual(['no', 'Requested 5, returned 3.']);
    expect(verdict({ text: 'a', tokens: [token(6)] })).toEqual(['yes', '']);
    expect(line(run({ logprobs: 0 }, [{ text: 'a', tokens: [token(1)] }]), 'logprobs')).toEqual(['yes', '']);
  });

  it('finds a stop text that got through, but not the one in an echoed prompt', () => {
    expect(line(run({ stop: ['\n'] }, [{ text: 'a\nb' }]), 'stop')).toEqual(['no', 'The text contains “↵”.']);
    expect(line(run({ stop: 'Once', echo: true }, [{ text: 'Once upon' }]), 'stop')?.[0]).toBe('yes');
  });

  it('checks echo against the prompt of the choice', () => {
    const request = { prompt: ['a ', 'b '], n: 1, echo: true };
    expect(line(run(request, [{ text: 'a x' }, { text: 'b y' }]), 'echo')).toEqual(['yes', '']);
    expect(line(run(request, [{ text: 'a x' }, { text: 'y' }]), 'echo')?.[0]).toBe('no');
    expect(line(run({ echo: false }, [{ text: ' upon' }]), 'echo')?.[0]).toBe('yes');
  });

  it('holds max tokens against usage', () => {
    const verdict = (count: number | null, finishReason: string, more: Partial<CompletionRequest> = {}) =>
      line(
        run({ max_tokens: 10, ...more }, [{ text: 'a', finishReason }], {
          usage: count === null ? null : usage(1, count),
        }),
        'max_tokens',
      );
    expect(verdict(10, 'length')).toEqual(['yes', 'Stopped at the limit.']);
    expect(verdict(4, 'stop')).toEqual(['yes', 'Ended before the limit.']);
    expect(verdict(4, 'length')).toEqual(['no', 'Stopped with finish reason “length” after 4 of 10 tokens.']);
    expect(verdict(30, 'stop')).toEqual(['no', '10 → 30 tokens']);
    expect(verdict(30, 'stop', { best_of: 3 })?.[0]).toBe('yes');
    expect(verdict(null, 'stop')?.[0]).toBe('unknown');
  });

  it('misses usage that was asked for; without that, it only says that none was reported', () => {
    const requested = { stream: true, stream_options: { include_usage: true } };
    expect(line(run(requested, [{ text: 'a' }], { usage: null }), 'stream_options')?.[0]).toBe('no');
    expect(line(run({}, [{ text: 'a' }], { usage: null }), 'usage')).toEqual(['unknown', 'None reported.']);
    expect(line(run({ stream: true }, [{ text: 'a' }], { usage: null }), 'usage')).toEqual([
      'unknown',
      'None reported. Turn on “Usage in stream” to request them.',
    ]);
    expect(line(run({}, [{ text: 'a' }]), 'usage')).toBeUndefined();
  });

  it('takes counts of nothing but zeros beside a text for none', () => {
    const lines = run({ max_tokens: 6 }, [{ text: 'a', finishReason: 'length' }], { usage: usage(0, 0) });
    expect(line(lines, 'max_tokens')).toEqual(['yes', 'Stopped at the limit.']);
    expect(line(lines, 'usage')?.[0]).toBe('unknown');
    const silent = run({ max_tokens: 6 }, [{ text: '', finishReason: 'stop' }], { usage: usage(0, 0) });
    expect(line(silent, 'max_tokens')).toEqual(['yes', 'Ended before the limit.']);
    expect(line(silent, 'usage')).toBeUndefined();
  });

  it('shows the fingerprint that a seed depends on, the number of attempts, and what was refused', () => {
    const response = { status: 200, id: null, model: 'm', systemFingerprint: 'fp_1', requestId: null };
    expect(line(run({ seed: 1 }, [{ text: 'a' }], { response }), 'seed')?.[1]).toContain('fp_1');
    const error = { ...transportError('bad_request', 'no'), param: 'suffix' };
    const attempts = [{ number: 1, error, waitMs: 1 }];
    const failed = run({ suffix: 'x', temperature: 1 }, [], {
      status: 'failed',
      response: null,
      error,
      attempts,
    });
    expect(line(failed, 'suffix')).toEqual(['no', 'The server rejected it.']);
    expect(line(failed, 'temperature')).toEqual(['unknown', 'No response.']);
    expect(line(failed, 'retries')).toEqual(['yes', 'After 1 failed attempt.']);
  });

  it('has nothing to tell of a run without an answer', () => {
    const failed = { status: 'failed', response: null, error: transportError('connect', 'no') } as const;
    const lines = run({ temperature: 1, max_tokens: 5, stream: true }, [], failed);
    expect(isConclusive(lines)).toBe(false);
    expect(line(lines, 'retries')).toEqual(['unknown', 'No retries needed.']);
    expect(isConclusive(run({ temperature: 1 }, [{ text: 'a' }]))).toBe(true);
  });
});
