import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/lib/platform/client/http/api-error';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { followRun } from './run-connection';
import { createRunStore } from './run-store';
import type { RunLink } from './run-view';

const LOG: RunEvent[] = [
  { type: 'run-start', runId: 'run-1', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 1 },
  ...Array.from({ length: 60 }, (_, at): RunEvent => ({ type: 'text-delta', index: 0, text: `w${at}é ` })),
  { type: 'choice-end', index: 0, finishReason: 'stop' },
  {
    type: 'run-end',
    status: 'complete',
    timings: { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 },
  },
];
const TEXT = LOG.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');

const encode = (events: readonly NumberedRunEvent[]) =>
  new TextEncoder().encode(
    `: ok\n\n${events.map(({ seq, event }) => `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`).join('')}`,
  );
const logAfter = (seq: number) => LOG.map((event, at) => ({ seq: at + 1, event })).slice(seq);

/** A body that hands out `bytes` in chunks and then ends, or breaks as a network does. */
function body(bytes: Uint8Array, breaks: boolean, chunk = 37): Response {
  let at = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (at < bytes.length) {
          controller.enqueue(bytes.slice(at, at + chunk));
          at += chunk;
        } else if (breaks) controller.error(new TypeError('network error'));
        else controller.close();
      },
    }),
  );
}

function follow(
  answers: (afterSeq: number, attempt: number) => Response | Error,
  runId?: string,
  apply?: (events: readonly NumberedRunEvent[]) => void,
) {
  const store = createRunStore({
    startRequest: {
      connectionId: 'c',
      connectionName: null,
      request: { model: 'm', prompt: '' },
      retries: null,
    },
    choiceCount: 1,
    ...(runId === undefined ? {} : { runId }),
    requestFrame: () => () => undefined,
  });
  const seen: number[] = [];
  const links: RunLink[] = [];
  const requested: number[] = [];
  const pauses: number[] = [];
  const leaving = new AbortController();
  let attempt = 0;
  const end = followRun({
    open: async () => {
      requested.push(store.lastSeq);
      const answer = answers(store.lastSeq, attempt++);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onEvents: (events) => {
      seen.push(...events.map(({ seq }) => seq));
      (apply ?? store.apply)(events);
    },
    onLink: (link) => links.push(link),
    isAccepted: () => store.view().runId !== null,
    isOver: () => store.state.status !== 'streaming',
    signal: leaving.signal,
    pause: async (ms) => {
      pauses.push(ms);
    },
  });
  return { store, seen, links, requested, pauses, leaving, end };
}

const offline = () => new ApiError({ status: 0, code: 'offline', message: 'offline' });

describe('following a run', () => {
  it('reads an undisturbed stream to its end', async () => {
    const { store, seen, links, end } = follow(() => body(encode(logAfter(0)), false));
    expect(await end).toEqual({ outcome: 'ended' });
    expect(store.state.choices[0]?.text).toBe(TEXT);
    expect(seen).toEqual(LOG.map((_, at) => at + 1));
    expect(links).toEqual(['open', 'closed']);
  });

  it('joins again wherever it is cut, without a gap or a double', async () => {
    const whole = encode(logAfter(0));
    for (let cut = 0; cut < whole.length; cut += 31) {
      for (const breaks of [true, false]) {
        const { store, seen, end } = follow((seq, attempt) =>
          attempt === 0 ? body(whole.slice(0, cut), breaks) : body(encode(logAfter(seq)), false),
        );
        expect(await end).toEqual({ outcome: 'ended' });
        expect(store.state.choices[0]?.text).toBe(TEXT);
        expect(seen).toEqual(LOG.map((_, at) => at + 1));
      }
    }
  });

  it('survives a cut after every few bytes', async () => {
    const { store, seen, requested, end } = follow((seq) => body(encode(logAfter(seq)).slice(0, 260), true));
    expect(await end).toEqual({ outcome: 'ended' });
    expect(store.state.choices[0]?.text).toBe(TEXT);
    expect(seen).toEqual(LOG.map((_, at) => at + 1));
    expect(requested.length).toBeGreaterThan(10);
  });

  it('takes a snapshot with low numbers for what it is', async () => {
    const { store, end } = follow((_seq, attempt) => {
      if (attempt === 0) return body(encode(logAfter(0).slice(0, 20)), true);
      const [start] = logAfter(0);
      const last = logAfter(0).at(-1);
      if (!start || !last) throw new Error('the log is empty');
      const emitted = [
        { seq: 0, event: start.event },
        { seq: 0, event: { type: 'text-delta', index: 0, text: TEXT } as const },
        { seq: LOG.length, event: last.event },
      ];
      return body(encode(emitted), false);
    });
    expect(await end).toEqual({ outcome: 'ended' });
    expect(store.state.choices[0]?.text).toBe(TEXT);
  });

  it('waits longer each time the server stays away, and starts over once it was back', async () => {
    const { pauses, links, end } = follow((seq, attempt) => {
      if (attempt === 0) return body(encode(logAfter(0)).slice(0, 400), true);
      return attempt < 9 ? offline() : body(encode(logAfter(seq)), false);
    });
    expect(await end).toEqual({ outcome: 'ended' });
    expect(pauses).toEqual([300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000, 10_000]);
    expect(links).toContain('reconnecting');
    expect(links.at(-1)).toBe('closed');
  });

  it('does not request the same replay for ever, but ends when there is no more', async () => {
    const emitted = [
      ...logAfter(0)
        .slice(0, 3)
        .map(({ event }) => ({ seq: 0, event })),
    ];
    const { requested, pauses, links, end } = follow(() => body(encode(emitted), false));
    expect(await end).toMatchObject({ outcome: 'lost', error: { code: 'nothing_new' } });
    expect(links.at(-1)).toBe('lost');
    expect(requested.length).toBeLessThan(20);
    expect(pauses.slice(0, 6)).toEqual([600, 1200, 2400, 4800, 9600, 10_000]);
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(60_000);
  });

  it('does not take a replay of what it knows for something new', async () => {
    const start = logAfter(0)[0]?.event as RunEvent;
    const { requested, end } = follow((_seq, attempt) =>
      attempt === 0
        ? body(encode(logAfter(0).slice(0, 30)), true)
        : body(
            encode([
              { seq: 0, event: start },
              { seq: 30, event: { type: 'text-delta', index: 0, text: 'w' } },
            ]),
            true,
          ),
    );
    expect(await end).toMatchObject({ outcome: 'lost' });
    expect(requested.length).toBeLessThan(20);
  });

  it('gives up a server that stays away, after minutes', async () => {
    const { pauses, end } = follow((_seq, attempt) =>
      attempt === 0 ? body(encode(logAfter(0)).slice(0, 400), true) : offline(),
    );
    expect(await end).toMatchObject({ outcome: 'lost', error: { code: 'offline' } });
    const minutes = pauses.reduce((sum, ms) => sum + ms, 0) / 60_000;
    expect(minutes).toBeGreaterThan(3);
    expect(minutes).toBeLessThan(15);
  });

  it('gives up over what this page itself cannot show, instead of asking for it again and again', async () => {
    const { store, leaving, requested, links, end } = follow(
      (seq) => body(encode(logAfter(seq)), false),
      undefined,
      () => {
        throw new Error('a broken part');
      },
    );
    expect(await end).toMatchObject({ outcome: 'lost', error: { code: 'page_fault' } });
    expect(((await end) as { error: ApiError }).error.message).toContain('a broken part');
    expect(requested.length).toBeLessThan(8);
    expect(links.at(-1)).toBe('lost');
    expect(store.view().runId).toBeNull();
    leaving.abort();
  });

  it.each([503, 429])('waits as long as a %i asks, and joins then', async (status) => {
    const busy = new ApiError({ status, code: 'unavailable', message: 'Closing.', retryAfterMs: 45_000 });
    const { pauses, end } = follow((seq, attempt) => {
      if (attempt === 0) return body(encode(logAfter(0)).slice(0, 400), true);
      return attempt < 3 ? busy : body(encode(logAfter(seq)), false);
    });
    expect(await end).toEqual({ outcome: 'ended' });
    expect(pauses).toEqual([300, 45_000, 45_000]);
  });

  it('presses Run again, with the same key, when our server says when it will be there', async () => {
    const busy = new ApiError({ status: 503, code: 'unavailable', message: 'Closing.', retryAfterMs: 5_000 });
    const { pauses, end } = follow((seq, attempt) =>
      attempt === 0 ? busy : body(encode(logAfter(seq)), false),
    );
    expect(await end).toEqual({ outcome: 'ended' });
    expect(pauses).toEqual([5_000]);
  });

  it('is not made to wait for a day', async () => {
    const busy = new ApiError({ status: 503, code: 'x', message: 'x', retryAfterMs: 86_400_000 });
    const { pauses, end } = follow(
      (seq, attempt) => (attempt === 0 ? busy : body(encode(logAfter(seq)), false)),
      'run-1',
    );
    await end;
    expect(pauses[0]).toBeLessThanOrEqual(10 * 60_000);
  });

  it('shows a user who waits for Run that the server requests a longer wait', async () => {
    const closed = new ApiError({ status: 0, code: 'offline', message: 'Away.', retryAfterMs: 600_000 });
    const { requested, pauses, end } = follow(() => closed);
    expect(await end).toMatchObject({ outcome: 'refused', error: { retryAfterMs: 600_000 } });
    expect([requested.length, pauses.length]).toEqual([1, 0]);
  });

  it('a session that has ended loses a run that is known, and refuses one that is not', async () => {
    const expired = new ApiError({ status: 401, code: 'not_signed_in', message: 'Expired.' });
    const known = follow((_seq, attempt) =>
      attempt === 0 ? body(encode(logAfter(0)).slice(0, 400), true) : expired,
    );
    expect(await known.end).toMatchObject({ outcome: 'lost', error: { code: 'not_signed_in' } });
    expect(known.requested).toHaveLength(2);
    const unknown = follow(() => expired);
    expect(await unknown.end).toMatchObject({ outcome: 'refused', error: { code: 'not_signed_in' } });
  });

  it('gives up when the run is gone', async () => {
    const { links, end } = follow((_seq, attempt) =>
      attempt === 0
        ? body(encode(logAfter(0)).slice(0, 400), true)
        : new ApiError({ status: 404, code: 'not_found', message: 'Not found.' }),
    );
    expect(await end).toMatchObject({ outcome: 'refused', error: { code: 'not_found' } });
    expect(links.at(-1)).toBe('lost');
  });

  it('asks a few times before the run is accepted, and then says that nobody answers', async () => {
    const { requested, end } = follow(offline);
    expect(await end).toMatchObject({ outcome: 'refused', error: { code: 'offline' } });
    expect(requested).toHaveLength(4);
  });

  it('does not ask again when our server says no', async () => {
    const tooMany = new ApiError({ status: 429, code: 'too_many_runs', message: 'Too many.' });
    const { requested, end } = follow(() => tooMany);
    expect(await end).toMatchObject({ outcome: 'refused', error: { code: 'too_many_runs' } });
    expect(requested).toHaveLength(1);
  });

  it('leaves on abort, and takes nothing more', async () => {
    const stream = new TransformStream<Uint8Array, Uint8Array>();
    const wire = stream.writable.getWriter();
    const { store, seen, leaving, end } = follow(() => new Response(stream.readable));
    void wire.write(encode(logAfter(0).slice(0, 5)));
    await vi.waitFor(() => expect(seen).toHaveLength(5));
    leaving.abort();
    wire.write(encode(logAfter(5))).catch(() => undefined);
    expect(await end).toEqual({ outcome: 'left' });
    expect(store.lastSeq).toBe(5);
  });
});
