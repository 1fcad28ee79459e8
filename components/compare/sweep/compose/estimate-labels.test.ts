import { expect, it } from 'vitest';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { estimatePlan } from '@/lib/compare/model/sweep-check';
import type { Settings } from '@/lib/protocol/request/settings';
import { formatBrief, formatCalls, formatTime } from './estimate-labels';

function plan(values: Settings['values'], axes: ComparisonPlan['axes'], repeats = 1): ComparisonPlan {
  const settings = { values, sent: Object.keys(values) as Settings['sent'] };
  return {
    base: { connectionId: 'c', model: 'm', settings, prompt: 'Once' },
    axes,
    repeats,
  };
}

const FIVE: ComparisonPlan['axes'][number] = {
  kind: 'parameter',
  parameter: 'temperature',
  values: [0, 0.5, 1, 1.5, 2],
};

it('says in brief how many runs there are, and what they write at most', () => {
  const given = plan({ max_tokens: 300 }, [FIVE], 3);
  expect(formatBrief(estimatePlan(given, () => 'openai'))).toBe('15 runs, up to 4,500 output tokens');
});

it('counts the rows of a table', () => {
  const inputs = { columns: ['a'], rows: ['1', '2', '3'].map((id) => ({ id, values: ['x'] })) };
  const given = { ...plan({}, [FIVE], 2), inputs };
  expect(
    formatCalls(
      given,
      estimatePlan(given, () => 'openai'),
    ),
  ).toBe('5 cells × 3 inputs × 2 repeats');
});

it.each([
  [{}, [FIVE], 1, '5 cells'],
  [{}, [FIVE], 3, '5 cells × 3 repeats'],
  [{ n: 3 }, [FIVE], 1, '5 cells, 3 completions each'],
  [
    { best_of: 4, n: 2, stream: false },
    [FIVE, { kind: 'parameter', parameter: 'top_p', values: [0.5, 1] }],
    2,
    '5 × 2 cells × 2 repeats, 4 completions each',
  ],
  [
    {},
    [{ kind: 'parameter', parameter: 'n', values: [1, 3] }],
    2,
    '2 cells × 2 repeats, 8 completions in total',
  ],
  [
    { max_tokens: 5 },
    [{ kind: 'parameter', parameter: 'temperature', values: [1, 9] }],
    2,
    '2 cells × 2 repeats, 2 runs left out',
  ],
] as const)('says what the calls are made of: %j', (values, axes, repeats, text) => {
  const sweep = plan(values, [...axes] as ComparisonPlan['axes'], repeats);
  expect(
    formatCalls(
      sweep,
      estimatePlan(sweep, () => 'openai'),
    ),
  ).toBe(text);
});

it.each([
  [null, 'How long it takes depends on the server.'],
  [20_000, 'Less than a minute at the pace of the runs so far.'],
  [60_000, 'About 1 minute at the pace of the runs so far.'],
  [45 * 60_000, 'About 45 minutes at the pace of the runs so far.'],
  [3 * 3_600_000, 'About 3 hours at the pace of the runs so far.'],
])('%s ms: %s', (ms, text) => {
  expect(formatTime(ms)).toBe(text);
});
