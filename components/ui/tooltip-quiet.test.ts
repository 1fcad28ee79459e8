import { expect, it } from 'vitest';
import { watchQuiet } from './tooltip-quiet';

function page() {
  const target = new EventTarget();
  const isQuiet = watchQuiet(target);
  const send = (name: string, facts: object) => target.dispatchEvent(Object.assign(new Event(name), facts));
  return {
    isQuiet,
    press: (clientX: number, clientY: number) => send('pointerdown', { clientX, clientY }),
    move: (clientX: number, clientY: number) => send('pointermove', { clientX, clientY }),
    key: (key: string) => send('keydown', { key }),
  };
}

it('asks for no tooltip after a press until the pointer moves', () => {
  const { isQuiet, press, move } = page();
  expect(isQuiet()).toBe(false);
  press(10, 20);
  expect(isQuiet()).toBe(true);
  // The page moved under it.
  move(10, 20);
  expect(isQuiet()).toBe(true);
  move(11, 20);
  expect(isQuiet()).toBe(false);
});

it('takes no move of the page under a resting pointer for one of the pointer, also after a key', () => {
  const { isQuiet, move, key } = page();
  move(10, 20);
  key('Enter');
  move(10, 20);
  expect(isQuiet()).toBe(true);
  move(10, 21);
  expect(isQuiet()).toBe(false);
});

it.each(['Enter', ' ', 'Escape', 'a'])(
  'asks for none after the key “%s” until another moves the focus',
  (name) => {
    const { isQuiet, key } = page();
    key(name);
    expect(isQuiet()).toBe(true);
    key('Shift');
    expect(isQuiet()).toBe(true);
    key('Tab');
    expect(isQuiet()).toBe(false);
  },
);
