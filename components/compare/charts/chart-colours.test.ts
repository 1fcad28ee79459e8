import { expect, test } from 'vitest';
import { inLightColours } from './chart-colours';

test('no variable is left in a drawing, and what is unknown stays as it is', () => {
  const drawn = '<rect fill="var(--heat-3)"/><text font-family="var(--font-geist-sans), sans-serif"/>';
  expect(inLightColours(drawn)).toBe('<rect fill="#77b7ab"/><text font-family="Geist, sans-serif"/>');
  expect(inLightColours('var(--nothing)')).toBe('var(--nothing)');
});
