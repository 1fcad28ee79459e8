import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import type { Axis, ComparisonPlan } from './plan';
import {
  axisLabels,
  axisTitle,
  cellName,
  firstWords,
  plainLabels,
  pointName,
  variantLabels,
} from './plan-labels';

const models = (...names: string[]): Axis => ({
  kind: 'model',
  models: names.map((model, at) => ({ connectionId: `c${at}`, model })),
});
const prompts = (...texts: string[]): Axis => ({
  kind: 'prompt',
  prompts: texts.map((prompt) => ({ prompt })),
});

it('names values, and no two models or prompts the same', () => {
  expect(axisLabels({ kind: 'parameter', parameter: 'temperature', values: [null, 0, 0.5] })).toEqual([
    'Not sent',
    '0',
    '0.5',
  ]);
  expect(axisLabels({ kind: 'parameter', parameter: 'stop', values: [['\n'], []] })).toEqual(['“↵”', 'None']);
  expect(axisLabels(models('a', 'b', 'a', ''))).toEqual(['a (1)', 'b', 'a (2)', 'None chosen']);
  const long = 'The beginning that all of the versions of this text have in common';
  expect(axisLabels(prompts(`${long}, first`, `${long}, second`, 'Another\nline', ''))).toEqual([
    'The beginning that all of the versions of this text have in… (1)',
    'The beginning that all of the versions of this text have in… (2)',
    'Another↵line',
    'Empty',
  ]);
  // Prompts that a link does not show.
  expect(axisLabels({ kind: 'prompt', prompts: [{}, {}] })).toEqual(['1', '2']);
  expect(axisLabels(undefined)).toEqual(['']);
});

it('names variants by what distinguishes them, unless they have names', () => {
  const variant = (id: string, temperature: number | null, name: string | null = null, model = 'm') => ({
    ...{ id, name, connectionId: 'c', model },
    settings:
      temperature === null ? DEFAULT_SETTINGS : { values: { temperature }, sent: ['temperature' as const] },
  });
  const axis: Axis = {
    kind: 'variants',
    variants: [variant('a', 1.4), variant('b', null), variant('c', 2, 'Wild')],
  };
  expect(axisLabels(axis)).toEqual(['A · temperature 1.4', 'B · temperature not sent', 'Wild']);
  expect(variantLabels(axis.variants).map(({ short }) => short)).toEqual(['A · 1.4', 'B · not sent', 'Wild']);
  expect(plainLabels(axis)).toEqual(['A', 'B', 'Wild']);
  const models = [variant('a', 1, null, 'small'), variant('b', 0, null, 'large')];
  expect(axisLabels({ kind: 'variants', variants: models })).toEqual(['A · small', 'B · large']);
  // Nothing differs, or a link shows no settings.
  expect(axisLabels({ kind: 'variants', variants: [variant('a', 1), variant('b', 1)] })).toEqual(['A', 'B']);
  expect(axisLabels({ kind: 'variants', variants: [{ name: null }, { name: 'Mine' }] })).toEqual([
    'A',
    'Mine',
  ]);
});

it('shortens prompts of any length and form', () => {
  expect(firstWords('word '.repeat(100_000))).toHaveLength(60);
  expect(firstWords(['One', 'Two'])).toBe('1: One · 2: Two');
  expect(firstWords('x'.repeat(59) + '\ud83e\udd8a'.repeat(3))).toBe(`${'x'.repeat(59)}…`);
});

it('names cells by all that varies', () => {
  const plan = (axes: Axis[], repeats = 1): ComparisonPlan => ({
    base: { connectionId: 'c', model: 'm', settings: DEFAULT_SETTINGS, prompt: 'Once' },
    axes,
    repeats,
  });
  const temperature: Axis = { kind: 'parameter', parameter: 'temperature', values: [null, 0.5] };
  expect(cellName(plan([temperature, models('a', 'b')], 2), 'r0c1k1')).toBe(
    'Temperature not sent, Model b, repeat 2',
  );
  expect(cellName(plan([temperature]), 'r1c0k0')).toBe('Temperature 0.5');
  expect(cellName(plan([prompts('One', 'Two')]), 'r1c0k0')).toBe('Prompt Two');
  expect(pointName(plan([]), { row: 0, column: 0, repeat: 0 })).toBe('Output');
  expect(pointName(plan([], 2), { row: 0, column: 0, repeat: 1 })).toBe('Repeat 2');
  expect(axisTitle(undefined)).toBe('');
  const inputs = {
    columns: ['city'],
    rows: ['a', 'b'].map((id) => ({ id, values: [id] })),
  };
  const names = (['repeat', 'input', 'settings'] as const).map((of) =>
    cellName({ ...plan([temperature], 2), inputs }, 'ib-r1c0k1', of),
  );
  expect(names).toEqual(['Temperature 0.5, row 2, repeat 2', 'Temperature 0.5, row 2', 'Temperature 0.5']);
});
