import { expect, it } from 'vitest';
import { createSecondPress } from './second-press';

function setUp() {
  let time = 0;
  const presses = createSecondPress<string>(() => time);
  return {
    press(control: string | null, { x = 10, isMouse = true, clicks = 1 } = {}) {
      presses.down({ control, x, y: 10, isMouse });
      return presses.isSecondHalf(clicks);
    },
    byKey: () => presses.isSecondHalf(0),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

it('ignores the second half of a double click on what came in place of the first', () => {
  const { press } = setUp();
  expect(press('Show only this one')).toBe(false);
  expect(press('Append', { clicks: 2 })).toBe(true);
});

it('lets a control be pressed as often as one likes, and another one beside it', () => {
  const { press } = setUp();
  expect(press('Stepper')).toBe(false);
  expect(press('Stepper', { clicks: 2 })).toBe(false);
  expect(press('Stepper', { clicks: 3 })).toBe(false);
  expect(press('Beside', { clicks: 1, x: 40 })).toBe(false);
});

it('takes a click that the browser counts anew for meant, and one by keyboard', () => {
  const { press, byKey } = setUp();
  expect(press('Remove A')).toBe(false);
  expect(press('Remove B')).toBe(false);
  expect(byKey()).toBe(false);
});

it('goes by time for a finger, whose taps are not counted', () => {
  const { press, pass } = setUp();
  expect(press('Show only this one', { isMouse: false })).toBe(false);
  pass(150);
  expect(press('Append', { isMouse: false })).toBe(true);
  pass(500);
  expect(press('Append', { isMouse: false })).toBe(false);
  pass(500);
  expect(press('Other', { isMouse: false })).toBe(false);
});
