import { describe, expect, test } from 'vitest';
import { checkRun } from '@/lib/protocol/request/completion-request';
import type { ParameterName, ParameterValues } from '@/lib/protocol/request/parameters';
import { buildRequest, DEFAULT_SETTINGS, type Settings } from '@/lib/protocol/request/settings';
import { withReset, withSent, withValue } from './draft-settings';
import { fixesFor } from './parameter-fixes';

function settingsOf(values: ParameterValues): Settings {
  const sent: ParameterName[] = ['stream', ...(Object.keys(values) as ParameterName[])];
  return { values: { stream: true, ...values }, sent };
}

function issuesOf(settings: Settings, prompts = 1) {
  const prompt = Array.from({ length: prompts }, () => 'p');
  const checked = checkRun(buildRequest({ model: 'm', prompt, settings }), 'openai');
  return checked.ok ? [] : checked.issues;
}

describe('every refused combination', () => {
  test.each<[string, ParameterName, ParameterValues, number]>([
    ['best of while streaming', 'best_of', { best_of: 5 }, 1],
    ['best of below n', 'best_of', { stream: false, n: 4, best_of: 2 }, 1],
    ['best of below an n that is out of its reach', 'best_of', { stream: false, n: 40, best_of: 20 }, 1],
    [
      'usage without a stream',
      'stream_options',
      { stream: false, stream_options: { include_usage: true } },
      1,
    ],
    ['no tokens without echo', 'max_tokens', { max_tokens: 0 }, 1],
    ['too many choices', 'n', { n: 100 }, 3],
    ['no stop text', 'stop', { stop: [] }, 1],
    ['an empty user', 'user', { user: '' }, 1],
    ['a temperature beyond its bounds', 'temperature', { temperature: 5 }, 1],
    ['a fraction where a whole number is due', 'logprobs', { logprobs: 2.5 }, 1],
  ])('%s: each fix offered helps', (_title, name, values, prompts) => {
    const settings = settingsOf(values);
    expect(issuesOf(settings, prompts).map((issue) => issue.param)).toContain(name);
    const fixes = fixesFor(name, settings, prompts, 'openai');
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes) {
      expect(
        issuesOf(fix.apply(settings), prompts).filter((issue) => issue.param === name),
        fix.label,
      ).toEqual([]);
    }
  });
});

describe('settings', () => {
  test('changing a value switches it on, in the order of the table', () => {
    const changed = withValue(withValue(DEFAULT_SETTINGS, 'user', 'u'), 'temperature', 0);
    expect(changed.sent).toEqual(['temperature', 'max_tokens', 'stream', 'user']);
    expect(changed.values.temperature).toBe(0);
  });

  test('switching off keeps the value, resetting restores value and switch', () => {
    const changed = withValue(DEFAULT_SETTINGS, 'temperature', 0.3);
    const off = withSent(changed, 'temperature', false);
    expect(off.sent).not.toContain('temperature');
    expect(off.values.temperature).toBe(0.3);
    expect(withReset(changed, 'temperature')).toEqual(DEFAULT_SETTINGS);
    expect(withReset(withValue(DEFAULT_SETTINGS, 'max_tokens', 5), 'max_tokens')).toEqual(DEFAULT_SETTINGS);
    expect(withReset(withSent(DEFAULT_SETTINGS, 'max_tokens', false), 'max_tokens')).toEqual(
      DEFAULT_SETTINGS,
    );
  });
});
