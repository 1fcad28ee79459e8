import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inLightColours, LIGHT_COLOURS } from './chart-colours';

test('saved charts have the very colours of the light theme', () => {
  const css = ['app/globals.css', 'components/compare/charts/charts.css']
    .map((file) => /:root \{[^}]*\}/.exec(readFileSync(file, 'utf8'))?.[0] ?? '')
    .join('\n');
  for (const [name, value] of Object.entries(LIGHT_COLOURS)) {
    if (!value.startsWith('#')) continue;
    expect(css, name).toContain(`--${name}: ${value};`);
  }
});

test('no variable is left in a drawing, and what is unknown stays as it is', () => {
  const drawn = '<rect fill="var(--heat-3)"/><text font-family="var(--font-geist-sans), sans-serif"/>';
  expect(inLightColours(drawn)).toBe('<rect fill="#77b7ab"/><text font-family="Geist, sans-serif"/>');
  expect(inLightColours('var(--nothing)')).toBe('var(--nothing)');
});
