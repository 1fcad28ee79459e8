import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunLink } from './run-view';
import type { WhileHidden } from './while-visible';

const browserWindow = new EventTarget();
vi.stubGlobal('window', browserWindow);
// Listens to the window from its first import on, which may have been another test's.
vi.resetModules();
const { whileVisible } = await import('./while-visible');

let state: 'visible' | 'hidden' = 'visible';
class Page extends EventTarget {
  get visibilityState() {
    return state;
  }
}
const page = new Page();

function turn(next: typeof state): void {
  state = next;
  page.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  state = 'visible';
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setUp({ accepted = true }: { accepted?: boolean } = {}) {
  const log: string[] = [];
  const links: RunLink[] = [];
  const streams: AbortSignal[] = [];
  let answer: WhileHidden = 'going';
  let isAccepted = accepted;
  let hangs = false;
  const stream = whileVisible({
    open: async (signal) => {
      log.push('open');
      streams.push(signal);
      return new Response('');
    },
    onLink: (link) => links.push(link),
    beat: async () => {
      log.push('beat');
      if (hangs) await new Promise(() => undefined);
      return answer;
    },
    isAccepted: () => isAccepted,
    pause: async () => void log.push('pause'),
  });
  return {
    stream,
    log,
    links,
    open: () => streams.filter((signal) => !signal.aborted).length,
    say: (next: WhileHidden) => {
      answer = next;
    },
    hang: () => {
      hangs = true;
    },
    accept: () => {
      isAccepted = true;
    },
  };
}

const leaving = () => new AbortController();

it('holds no stream while nobody looks, says that it is there, and joins at once when it is looked at', async () => {
  const { stream, log, links, open } = setUp();
  const { signal } = leaving();
  await stream.open(signal);
  expect(open()).toBe(1);
  turn('hidden');
  expect(open()).toBe(0);
  stream.onLink('reconnecting');
  const paused = stream.pause(10_000, signal);
  await vi.advanceTimersByTimeAsync(65_000);
  expect(log).toEqual(['open', 'beat', 'beat', 'beat', 'beat']);
  expect(links).toEqual([]);
  turn('visible');
  await paused;
  await stream.open(signal);
  expect(open()).toBe(1);
});

it('reads the end while hidden, once there is one', async () => {
  const { stream, open, say } = setUp();
  const { signal } = leaving();
  await stream.open(signal);
  turn('hidden');
  say('ended');
  const paused = stream.pause(0, signal);
  await vi.advanceTimersByTimeAsync(1_000);
  await paused;
  await stream.open(signal);
  expect(open()).toBe(1);
});

it('says nothing more where nothing is going on', async () => {
  const { stream, log, say } = setUp();
  const { signal } = leaving();
  await stream.open(signal);
  turn('hidden');
  say('quiet');
  const paused = stream.pause(0, signal);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(log).toEqual(['open', 'beat']);
  turn('visible');
  await paused;
});

it('opened out of sight, it leaves again as soon as the server has it, and not before', async () => {
  turn('hidden');
  const { stream, open, accept } = setUp({ accepted: false });
  const { signal } = leaving();
  await stream.open(signal);
  expect(open()).toBe(1);
  accept();
  await stream.open(signal);
  expect(open()).toBe(1);
});

it('a network at fault is waited for and reported as before', async () => {
  const { stream, log, links } = setUp();
  const { signal } = leaving();
  await stream.open(signal);
  stream.onLink('reconnecting');
  await stream.pause(300, signal);
  expect(log).toEqual(['open', 'pause']);
  expect(links).toEqual(['reconnecting']);
});

it('ends with its reader', async () => {
  const { stream, open } = setUp();
  const reader = leaving();
  await stream.open(reader.signal);
  turn('hidden');
  const paused = stream.pause(0, reader.signal);
  reader.abort();
  await vi.advanceTimersByTimeAsync(1);
  await paused;
  expect(open()).toBe(0);
});

it.each(['before', 'after'])('a page that is closed says nothing, hidden %s it is left', async (order) => {
  const { stream, log } = setUp();
  const { signal } = leaving();
  await stream.open(signal);
  if (order === 'after') browserWindow.dispatchEvent(new Event('pagehide'));
  turn('hidden');
  const paused = stream.pause(0, signal);
  if (order === 'before') browserWindow.dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(log).toEqual(['open']);
  // The browser had kept it, and somebody goes back to it.
  browserWindow.dispatchEvent(new Event('pageshow'));
  turn('visible');
  await paused;
  turn('hidden');
  void stream.pause(0, signal);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(log.filter((what) => what === 'beat')).toHaveLength(1);
});

it('a call that hangs keeps nobody from looking, nor the next call from being made', async () => {
  const { stream, log, hang } = setUp();
  const { signal } = leaving();
  hang();
  await stream.open(signal);
  turn('hidden');
  const paused = stream.pause(0, signal);
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  expect(log.filter((what) => what === 'beat').length).toBeGreaterThan(2);
  turn('visible');
  await paused;
});

it('a stream that has ended by itself listens to nothing more', async () => {
  const { stream, open } = setUp();
  const { signal } = leaving();
  const page = new Page();
  vi.stubGlobal('document', page);
  const listeners = new Set<unknown>();
  for (const target of [page as EventTarget, signal as EventTarget]) {
    target.addEventListener = (_type: string, listener: unknown) => void listeners.add(listener);
    target.removeEventListener = (_type: string, listener: unknown) => void listeners.delete(listener);
  }
  await stream.open(signal);
  stream.onLink('open');
  expect(listeners.size).toBe(2);
  stream.onLink('closed');
  expect(listeners.size).toBe(0);
  expect(open()).toBe(1);
});

it('leaves no listener behind, however often it joins', async () => {
  const { stream } = setUp();
  const { signal } = new AbortController();
  const targets = [page, signal] as const;
  const added = targets.map((target) => vi.spyOn(target, 'addEventListener'));
  const removed = targets.map((target) => vi.spyOn(target, 'removeEventListener'));
  for (let joins = 0; joins < 20; joins += 1) await stream.open(signal);
  targets.forEach((_target, at) => {
    const left = (added[at]?.mock.calls.length ?? 0) - (removed[at]?.mock.calls.length ?? 0);
    expect(left).toBe(1);
  });
  vi.restoreAllMocks();
});
