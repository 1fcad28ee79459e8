import { expect, test } from 'vitest';
import { type NamedRun, named, runLabels } from './run-label';

const run: NamedRun = {
  id: 'a',
  title: null,
  promptPreview: 'Once upon\na time',
  createdAt: '2026-11-27T09:12:33.000Z',
};
const labelOf = (change: Partial<NamedRun>) => runLabels([{ ...run, ...change }]).get('a');

test('a run is named by its title, else by its prompt, and by the second at which it began', () => {
  expect(labelOf({})).toMatch(/^Once upon a time, 27 Nov, \d\d:\d\d:33$/);
  expect(labelOf({ title: 'The good one' })).toMatch(/^The good one, /);
  expect(labelOf({ promptPreview: ' \n' })).toMatch(/^Empty prompt, /);
});

test('no two are named alike: neither those of one prompt, nor those of one moment', () => {
  const later = '2026-11-27T09:12:34.000Z';
  const runs = ['a', 'b', 'c', 'd'].map((id) => ({
    ...run,
    id,
    createdAt: id === 'd' ? later : run.createdAt,
  }));
  const labels = [...runLabels(runs).values()];
  expect(new Set(labels).size).toBe(4);
  expect(labels[1]).toBe(`${labels[0]}, number 2`);
});

test('a long name is cut between letters', () => {
  const cut = named('😀'.repeat(80), run.createdAt);
  expect(cut.startsWith(`${'😀'.repeat(60)}…, `)).toBe(true);
});
