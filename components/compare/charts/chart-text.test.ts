import { expect, it } from 'vitest';
import { estimateWidth, fittingLabels } from './chart-text';

const SIZE = 11;
const inputs = (count: number) => ({
  kind: 'inputs' as const,
  labels: Array.from({ length: count }, (_, at) => `${at + 1}: What is the capital of this country`),
});

/** Whether some label is wider than what it has up to the next one that is drawn. */
function overlaps(labels: readonly string[], space: number): boolean {
  const drawn = labels.flatMap((label, at) => (label === '' ? [] : [{ label, x: at * space }]));
  return drawn.some(({ label, x }, at) => {
    const next = drawn[at + 1];
    const widths = estimateWidth(label, SIZE) + estimateWidth(next?.label ?? '', SIZE);
    return next !== undefined && x + widths / 2 > next.x;
  });
}

it('labels along an axis never run into each other, however many there are', () => {
  for (let count = 2; count <= 40; count += 1) {
    const space = 480 / (count - 1);
    expect(overlaps(fittingLabels(inputs(count), space, SIZE), space), String(count)).toBe(false);
  }
  const models = Array.from({ length: 7 }, (_, at) => ({
    connectionId: 'x',
    model: `a-long-model-name-${at}`,
  }));
  expect(overlaps(fittingLabels({ kind: 'model', models }, 60, SIZE), 60)).toBe(false);
});

it('inputs have their texts where there is space, then their numbers', () => {
  expect(fittingLabels(inputs(2), 400, SIZE)).toEqual(['1: What is th…', '2: What is th…']);
  expect(fittingLabels(inputs(12), 40, SIZE).slice(0, 3)).toEqual(['1', '2', '3']);
  const many = fittingLabels(inputs(40), 12, SIZE);
  expect(many.filter((label) => label !== '')).toHaveLength(20);
  expect(many[2]).toBe('3');
});
