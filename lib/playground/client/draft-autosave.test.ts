import { expect, test } from 'vitest';
import { type AutosaveClock, createAutosave } from './draft-autosave';

/** A clock that the test moves. */
function fakeClock() {
  let now = 0;
  let timers: { at: number; work: () => void }[] = [];
  const clock: AutosaveClock = {
    now: () => now,
    after: (ms, work) => {
      const timer = { at: now + ms, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const pass = (ms: number) => {
    now += ms;
    const due = timers.filter((timer) => timer.at <= now);
    timers = timers.filter((timer) => timer.at > now);
    for (const timer of due) timer.work();
  };
  return { clock, pass };
}

test('many changes become one write after a pause', () => {
  const { clock, pass } = fakeClock();
  let writes = 0;
  const autosave = createAutosave(clock, () => writes++);
  for (let key = 0; key < 5; key += 1) {
    autosave.touch();
    pass(100);
  }
  expect(writes).toBe(0);
  pass(300);
  expect(writes).toBe(1);
  pass(10_000);
  expect(writes).toBe(1);
});

test('steady typing is written every two seconds all the same', () => {
  const { clock, pass } = fakeClock();
  let writes = 0;
  const autosave = createAutosave(clock, () => writes++);
  for (let key = 0; key < 100; key += 1) {
    autosave.touch();
    pass(100);
  }
  expect(writes).toBeGreaterThanOrEqual(4);
});

test('flush writes at once what is unwritten, and nothing twice', () => {
  const { clock, pass } = fakeClock();
  let writes = 0;
  const autosave = createAutosave(clock, () => writes++);
  autosave.flush();
  expect(writes).toBe(0);
  autosave.touch();
  autosave.flush();
  pass(5000);
  expect(writes).toBe(1);
});
