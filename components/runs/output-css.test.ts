import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Contrasts of WCAG 2.2, read from the style sheets that the browser gets. */

const tints = readFileSync('components/runs/output.css', 'utf8');
const roles = readFileSync('app/globals.css', 'utf8');

/** The value of a colour in the first block of a theme. */
function colour(css: string, theme: ':root' | '.dark', name: string): string {
  const block = css.slice(css.indexOf(`\n${theme} {`));
  const value = block.slice(0, block.indexOf('}')).split(`--${name}: `)[1]?.split(';')[0];
  if (!value) throw new Error(`${theme} has no --${name}`);
  return value;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

const steps = (theme: ':root' | '.dark') => {
  const colours = [
    colour(roles, theme, 'bg'),
    ...[1, 2, 3].map((step) => colour(tints, theme, `token-${step}`)),
  ];
  return colours.slice(1).map((tint, at) => contrast(tint, colours[at] ?? ''));
};

describe.each([':root', '.dark'] as const)('the tints of tokens in %s', (theme) => {
  it('are told apart from the page and from each other', () => {
    for (const step of steps(theme)) expect(step).toBeGreaterThanOrEqual(1.28);
  });

  it('leave the text its contrast', () => {
    for (const step of [1, 2, 3]) {
      expect(contrast(colour(roles, theme, 'ink'), colour(tints, theme, `token-${step}`))).toBeGreaterThan(5);
    }
  });
});

it('are as clear in the dark as in the light, the first one more so: an equal contrast looks fainter there', () => {
  const [light, dark] = [steps(':root'), steps('.dark')];
  for (const [at, step] of light.entries()) expect(dark[at]).toBeGreaterThanOrEqual(step);
  expect(dark[0]).toBeGreaterThanOrEqual(1.6);
});
