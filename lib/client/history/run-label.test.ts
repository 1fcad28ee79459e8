import { expect, test } from 'vitest';
import { named, runLabel } from './run-label';

const run = { title: null, promptPreview: 'Once upon\na time', createdAt: '2026-11-27T09:12:33.000Z' };

test('a run is named by its title, else by its prompt, and by the second at which it began', () => {
  expect(runLabel(run)).toMatch(/^Once upon a time, 27 Nov, \d\d:\d\d:33$/);
  expect(runLabel({ ...run, title: 'The good one' })).toMatch(/^The good one, /);
  expect(runLabel({ ...run, promptPreview: ' \n' })).toMatch(/^Empty prompt, /);
});

test('two runs of one prompt are told apart', () => {
  expect(runLabel(run)).not.toBe(runLabel({ ...run, createdAt: '2026-11-27T09:12:34.000Z' }));
});

test('a long name is cut between letters', () => {
  const cut = named('😀'.repeat(80), run.createdAt);
  expect(cut.startsWith(`${'😀'.repeat(60)}…, `)).toBe(true);
});
