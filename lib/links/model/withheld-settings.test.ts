import { expect, it } from 'vitest';
import { REDACTED } from './redact';
import type { SharedRun } from './shared-run';
import { hidesDuration, hidesMaxTokens } from './withheld-settings';

const run = (text: string, finishReason: string | null, max?: number): SharedRun => ({
  version: 1,
  kind: 'run',
  title: null,
  sharedAt: '2026-01-01T00:00:00.000Z',
  status: 'complete',
  parameters: max === undefined ? {} : { max_tokens: max },
  timings: { sentMs: 0, headersMs: 1, firstTokenMs: 2, durationMs: max === undefined ? null : 3 },
  outputs: [{ index: 0, text, finishReason }],
});

it('max tokens and the duration are hidden where a hidden text would be measured by them', () => {
  expect(hidesMaxTokens(run(`A ${REDACTED}`, 'length'))).toBe(true);
  expect(hidesDuration(run(`A ${REDACTED}`, 'length'))).toBe(true);
  expect(hidesMaxTokens(run(`A ${REDACTED}`, 'stop'))).toBe(false);
  expect(hidesMaxTokens(run(`A ${REDACTED}`, 'length', 9))).toBe(false);
  expect(hidesDuration(run(`A ${REDACTED}`, 'length', 9))).toBe(false);
  expect(hidesMaxTokens(run('A', 'length'))).toBe(false);
  expect(hidesDuration(run('A', 'length'))).toBe(false);
});
