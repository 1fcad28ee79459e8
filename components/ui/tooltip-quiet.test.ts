import { expect, it } from 'vitest';
import { watchQuiet, whenAskedAgain } from './tooltip-quiet';

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

it('asks again once the pointer moves on what had none, until it leaves or presses', () => {
  const { isQuiet, press, move } = page();
  const element = () => {
    const target = new EventTarget();
    let asked = 0;
    whenAskedAgain(target, isQuiet, () => asked++);
    const send = (name: string, facts = {}) => target.dispatchEvent(Object.assign(new Event(name), facts));
    return { send, asked: () => asked };
  };
  press(10, 20);
  const one = element();
  const [left, pressed] = [element(), element()];
  left.send('pointerleave');
  pressed.send('pointerdown');
  // Only the page has moved.
  one.send('pointermove');
  expect(one.asked()).toBe(0);
  move(11, 20);
  one.send('pointermove', { pointerType: 'touch' });
  expect(one.asked()).toBe(0);
  for (const { send } of [one, left, pressed]) send('pointermove');
  one.send('pointermove');
  expect([one, left, pressed].map(({ asked }) => asked())).toEqual([1, 0, 0]);
});
