import { expect, test } from 'vitest';
import { holdComposingKeys } from './composing-keys';

function keysThatArrive(presses: readonly object[]): number {
  const window = new EventTarget();
  let arrived = 0;
  holdComposingKeys(window);
  window.addEventListener('keydown', () => {
    arrived += 1;
  });
  for (const press of presses) {
    window.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), press));
  }
  return arrived;
}

test.each([
  ['while it composes', { isComposing: true, keyCode: 13 }],
  ['the key that ends a composition in Safari', { isComposing: false, keyCode: 229 }],
])('a key of an input method is held: %s', (_name, press) => {
  expect(keysThatArrive([press])).toBe(0);
});

test('every other key arrives', () => {
  const keys = [13, 27, 37, 38, 39, 40, 8, 46, 65].map((keyCode) => ({ isComposing: false, keyCode }));
  expect(keysThatArrive(keys)).toBe(keys.length);
});
