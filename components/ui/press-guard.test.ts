import { describe, expect, it } from 'vitest';
import { createPressGuard, REACTION_MS } from './press-guard';

function guardOf(first: 'run' | 'stop') {
  let time = 10_000;
  const guard = createPressGuard<'run' | 'stop'>(() => time);
  guard.show(first);
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  /** A whole press, held for this many milliseconds. */
  const press = (clicks = 1, holding = 0) => {
    guard.down();
    pass(holding);
    return guard.take(clicks);
  };
  return { guard, pass, press };
}

describe('createPressGuard', () => {
  it('takes a first press for what stands there', () => {
    expect(guardOf('run').press()).toBe('run');
    expect(guardOf('stop').press()).toBe('stop');
  });

  it('a double click on Run runs once, whether Stop has replaced it by then or not', () => {
    for (const pause of [20, 120, 300, 399]) {
      const late = guardOf('run');
      expect(late.press()).toBe('run');
      late.pass(pause);
      expect(late.press(2)).toBeNull();
      const early = guardOf('run');
      expect(early.press()).toBe('run');
      early.pass(10);
      early.guard.show('stop');
      early.pass(pause - 10);
      // A touch screen reports every tap as a first click.
      expect(early.press(1)).toBeNull();
    }
  });

  it('a slow double click is one where the system says so', () => {
    const { guard, pass, press } = guardOf('run');
    press();
    guard.show('stop');
    pass(900);
    expect(press(2)).toBeNull();
  });

  it('a Stop that comes just after the end starts nothing', () => {
    const { guard, pass, press } = guardOf('stop');
    guard.show('run');
    pass(150);
    expect(press()).toBeNull();
    pass(REACTION_MS);
    expect(press()).toBe('run');
  });

  it('a press means what was seen when it began, however long it is held', () => {
    const { guard, pass } = guardOf('stop');
    guard.down();
    pass(3_000);
    guard.show('run');
    pass(3_000);
    expect(guard.take(1)).toBeNull();
  });

  it('Stop is taken once it could be read', () => {
    const { guard, pass, press } = guardOf('run');
    press();
    guard.show('stop');
    pass(REACTION_MS);
    expect(press()).toBe('stop');
  });

  it('takes the next fast click after the one that repeated a press', () => {
    const { guard, pass, press } = guardOf('run');
    expect(press(1)).toBe('run');
    guard.show('stop');
    pass(450);
    expect(press(2)).toBeNull();
    pass(450);
    expect(press(3)).toBe('stop');
  });

  it('a Stop that hangs does not keep the next Run from being taken', async () => {
    const { guard, pass, press } = guardOf('stop');
    guard.during('stop', new Promise(() => undefined));
    pass(5_000);
    expect(press()).toBeNull();
    guard.show('run');
    pass(REACTION_MS);
    expect(press()).toBe('run');
  });

  it('does not repeat an action while it is on its way', async () => {
    const { guard, pass, press } = guardOf('run');
    let finish = () => {};
    guard.during(
      'run',
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
    );
    pass(5_000);
    expect(press()).toBeNull();
    finish();
    await Promise.resolve();
    expect(press()).toBe('run');
    guard.during('run', Promise.reject(new Error('refused')));
    await Promise.resolve();
    pass(REACTION_MS);
    expect(press()).toBe('run');
  });
});
