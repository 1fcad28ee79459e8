import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES, type ParameterValues } from '@/lib/protocol/request/parameters';
import { DEFAULT_SETTINGS, orderedNames } from '@/lib/protocol/request/settings';
import { sentSummary } from './sent-summary';

const said = (values: ParameterValues) =>
  sentSummary({ values: { stream: false, ...values }, sent: orderedNames(Object.keys(values)) });

describe('what the next run sends, in words', () => {
  it('names each parameter with its value', () => {
    expect(said({ temperature: 0.7, max_tokens: 64, stream: true })).toBe(
      "Sends temperature 0.7, max tokens 64, streaming. The rest uses the server's defaults.",
    );
    expect(sentSummary(DEFAULT_SETTINGS)).toBe(
      "Sends max tokens 200, streaming. The rest uses the server's defaults.",
    );
  });

  it('says so when nothing is sent', () => {
    expect(said({})).toBe("Sends no parameters. Everything uses the server's defaults.");
  });

  it('leaves out what is not a parameter of the request, and values that may be long', () => {
    expect(said({ suffix: 'x'.repeat(9000), user: 'somebody', logit_bias: { '1': 5 } })).toBe(
      "Sends suffix, logit bias for 1 token, user. The rest uses the server's defaults.",
    );
    const { retries } = { retries: undefined };
    expect(sentSummary({ values: { stream: false, retries }, sent: ['stream', 'retries'] })).toMatch(
      /^Sends no parameters/,
    );
  });

  it('tells off from not sent', () => {
    expect(said({ echo: false, stream_options: { include_usage: false } })).toMatch(
      /^Sends echo off, usage in stream off\./,
    );
  });

  it('shows the white space of a stop text', () => {
    expect(said({ stop: ['\n'] })).toMatch(/^Sends stop “↵”\./);
    expect(said({ stop: ['a', 'b'] })).toMatch(/^Sends 2 stop sequences\./);
  });

  it('counts the rest of a long list', () => {
    const all = sentSummary({ values: { stream: true }, sent: [...PARAMETER_NAMES] });
    const [, named, more] = all.match(/^Sends (.*), (\d+) more\. The rest/) ?? [];
    expect(named?.split(', ')).toHaveLength(6);
    // All but `retries`, which are ours, and `extra_body` without a field.
    expect(Number(more)).toBe(PARAMETER_NAMES.length - 2 - 6);
  });
});
