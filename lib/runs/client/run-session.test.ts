import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { signIn } from '@/lib/platform/client/http/sign-in';
import { encodeRunEvents } from '@/lib/protocol/run/sse-encoder';
import { joinSession, startSession } from './run-session';
import { createRunStore } from './run-store';
import { statusLabel } from './status-labels';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', new EventTarget());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const ended = encodeRunEvents([
  {
    seq: 1,
    event: { type: 'run-start', runId: 'run', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 1 },
  },
  { seq: 2, event: { type: 'text-delta', index: 0, text: 'all of it' } },
  {
    seq: 3,
    event: {
      type: 'run-end',
      status: 'complete',
      timings: { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 },
    },
  },
]);

/** A session on a server that answers with a stream of nothing until it is repaired. */
function setUp() {
  let answer = ': ok\n\n';
  const headers = { 'content-type': 'text/event-stream' };
  const fetched = vi.fn(async (_path: string) => new Response(answer, { headers }));
  vi.stubGlobal('fetch', fetched);
  const store = createRunStore({
    startRequest: {
      connectionId: 'c',
      connectionName: null,
      request: { model: 'm', prompt: '' },
      retries: null,
    },
    choiceCount: 1,
    runId: 'run',
    requestFrame: () => () => undefined,
  });
  return {
    store,
    session: joinSession(store, 'run'),
    fetched,
    repair: () => {
      answer = ended;
    },
    givenUp: async () => {
      await vi.advanceTimersByTimeAsync(10 * 60_000);
      expect(store.view().lost).not.toBeNull();
    },
  };
}

it('says that the connection is lost, stops requesting, and joins again on request', async () => {
  const { store, session, fetched, repair, givenUp } = setUp();
  await givenUp();
  const requested = fetched.mock.calls.length;
  expect(requested).toBeLessThan(20);
  expect(statusLabel(store.view()).label).toBe('Connection lost');
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(fetched).toHaveBeenCalledTimes(requested);
  repair();
  store.view().lost?.again();
  await vi.advanceTimersByTimeAsync(1_000);
  await session.done;
  expect(store.view()).toMatchObject({ phase: 'ended', lost: null });
  expect(store.state.choices[0]?.text).toBe('all of it');
});

it('joins by itself when the network returns', async () => {
  const { store, session, repair, givenUp } = setUp();
  await givenUp();
  repair();
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(1_000);
  await session.done;
  expect(store.view().phase).toBe('ended');
});

it('waits for nothing once the page has left', async () => {
  const { session, givenUp } = setUp();
  await givenUp();
  session.close();
  await session.done;
});

it('Stop joins again by itself, so that the end is seen', async () => {
  const { store, session, fetched, repair, givenUp } = setUp();
  await givenUp();
  repair();
  await session.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fetched).toHaveBeenCalledWith('/api/runs/run/stop', expect.anything());
  expect(store.view().phase).toBe('ended');
});

it('Stop ends the waiting for a server that does not have the run yet', async () => {
  const fetched = vi.fn(async () => new Response('Away', { status: 503, headers: { 'retry-after': '5' } }));
  vi.stubGlobal('fetch', fetched);
  const request = { model: 'm', prompt: '' };
  const { store, stop, done } = startSession(
    { idempotencyKey: '00000000-0000-4000-8000-000000000000', connectionId: 'c', request },
    null,
  );
  await vi.advanceTimersByTimeAsync(100);
  expect(store.view().link).toBe('reconnecting');
  await stop();
  await done;
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(store.view()).toMatchObject({ phase: 'refused', stopping: false, refusal: { code: 'stopped' } });
});

it('a run whose session has ended is joined again when somebody signs in', async () => {
  const { store, session } = setUp();
  let signedIn = false;
  const json = (body: unknown, status = 200) => Response.json(body, { status });
  vi.stubGlobal('location', { origin: 'http://here' });
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.startsWith('/api/auth/csrf')) return json({ csrfToken: 'token' });
    if (path.startsWith('/api/auth/')) {
      signedIn = true;
      return json({ url: '/' });
    }
    if (!signedIn)
      return json({ error: { code: 'not_signed_in', message: 'Your session has expired.' } }, 401);
    return new Response(ended, { headers: { 'content-type': 'text/event-stream' } });
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(statusLabel(store.view()).label).toBe('Connection lost');
  expect(store.view().lost?.error.code).toBe('not_signed_in');
  await signIn('ada@example.org', 'a password');
  await vi.advanceTimersByTimeAsync(1_000);
  await session.done;
  expect(store.state.choices[0]?.text).toBe('all of it');
});
