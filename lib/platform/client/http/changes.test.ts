import { afterEach, expect, it, vi } from 'vitest';
import { changing, readCurrent } from './changes';

afterEach(() => {
  vi.useRealTimers();
});

function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** A server with rows; each reading answers, when it is let go, what there was when it was asked. */
function setUp() {
  let rows = ['a', 'b', 'c'];
  const readings: (() => void)[] = [];
  const read = () => {
    const now = [...rows];
    const { promise, resolve } = deferred<string[]>();
    readings.push(() => resolve(now));
    return promise;
  };
  const remove = (id: string) => {
    rows = rows.filter((row) => row !== id);
  };
  const answer = async () => {
    readings.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { read, remove, answer, requested: () => readings.length };
}

it('an answer that was requested before a deletion does not bring the row back', async () => {
  const { read, remove, answer } = setUp();
  const list = readCurrent(read);
  await Promise.resolve();
  const deletion = deferred<void>();
  const deleting = changing(() => deletion.promise);
  await answer();
  remove('b');
  deletion.resolve();
  await deleting;
  await answer();
  expect(await list).toEqual(['a', 'c']);
});

it('nor does one that comes after the deletion is done', async () => {
  const { read, remove, answer } = setUp();
  const list = readCurrent(read);
  await Promise.resolve();
  await changing(async () => remove('b'));
  await answer();
  await answer();
  expect(await list).toEqual(['a', 'c']);
});

it('a deletion that fails holds nothing up', async () => {
  const { read, answer } = setUp();
  await expect(changing(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const list = readCurrent(read);
  await Promise.resolve();
  await answer();
  expect(await list).toEqual(['a', 'b', 'c']);
});

it('one change after another does not keep a list from coming', async () => {
  const { read, answer, requested } = setUp();
  const list = readCurrent(read);
  let reads = 0;
  let came = false;
  void list.then(() => {
    came = true;
  });
  await Promise.resolve();
  while (!came && reads < 20) {
    await changing(async () => undefined);
    reads += requested();
    await answer();
  }
  expect(await list).toEqual(['a', 'b', 'c']);
  expect(reads).toBeLessThan(8);
});

it('a change that hangs holds a list up for some seconds, not for ever', async () => {
  vi.useFakeTimers();
  const hanging = deferred<void>();
  const changed = changing(() => hanging.promise);
  let requested = 0;
  const list = readCurrent(async () => {
    requested += 1;
    return ['a'];
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(requested).toBe(0);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(await list).toEqual(['a']);
  expect(requested).toBe(1);
  hanging.resolve();
  await changed;
});

it('who no longer wants the list does not wait for the change', async () => {
  const hanging = deferred<void>();
  const changed = changing(() => hanging.promise);
  const leaving = new AbortController();
  const read = vi.fn(async () => ['a']);
  const list = readCurrent(read, leaving.signal);
  leaving.abort(new Error('gone'));
  await expect(list).rejects.toThrow('gone');
  await expect(readCurrent(read, leaving.signal)).rejects.toThrow('gone');
  hanging.resolve();
  await changed;
  expect(read).not.toHaveBeenCalled();
});
