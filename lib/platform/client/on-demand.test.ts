import { expect, it } from 'vitest';
import { onDemand } from './on-demand';

it('is loaded once, however many ask, and says when it is here', async () => {
  let loads = 0;
  const value = { answer: 42 };
  const code = onDemand(async () => {
    loads += 1;
    return value;
  });
  expect(code.store.getState().value).toBeNull();
  const emitted = new Promise<void>((resolve) => {
    code.store.subscribe(() => resolve());
  });
  code.request();
  code.request();
  await emitted;
  code.request();
  expect(code.store.getState().value).toBe(value);
  expect(loads).toBe(1);
});

it('asks again for what did not come', async () => {
  const outcomes = [Promise.reject(new Error('no network')), Promise.resolve({ answer: 42 })];
  const failed = outcomes[0]?.catch(() => undefined);
  const code = onDemand(() => outcomes.shift() ?? Promise.reject(new Error('asked too often')));
  const emitted = new Promise<void>((resolve) => {
    code.store.subscribe(() => resolve());
  });
  code.request();
  await failed;
  // The next chance comes with the first request after the failure was reported.
  while (outcomes.length > 0) {
    await Promise.resolve();
    code.request();
  }
  await emitted;
  expect(code.store.getState().value).toEqual({ answer: 42 });
});
