import { afterAll, expect, test, vi } from 'vitest';
import { encodeComparisonEvent } from '@/lib/compare/model/comparison-event-encoder';
import type { ComparisonEvent } from '@/lib/compare/model/comparison-events';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { planOfVariants } from '@/lib/compare/model/plan-cells';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { RunDetail } from '@/lib/runs/model/runs';
import { isUpToDate } from './cell-run';
import { createComparisonSession } from './comparison-session';

// Frames and the network's return come from a window.
vi.stubGlobal('window', new EventTarget());
vi.stubGlobal('requestAnimationFrame', () => 0);
vi.stubGlobal('cancelAnimationFrame', () => undefined);
afterAll(() => vi.unstubAllGlobals());

const column = (id: string, model = 'm') => ({
  id,
  name: null,
  connectionId: 'practice',
  model,
  settings: DEFAULT_SETTINGS,
});
const PLAN = planOfVariants({ prompt: 'Once' }, [column('a'), column('b')]);

const start = (runId: string): NumberedRunEvent => ({
  seq: 1,
  event: { type: 'run-start', runId, createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 1 },
});
const text = (seq: number, chunk: string): NumberedRunEvent => ({
  seq,
  event: { type: 'text-delta', index: 0, text: chunk },
});
const end = (seq: number): NumberedRunEvent => ({
  seq,
  event: {
    type: 'run-end',
    status: 'complete',
    timings: { sentMs: 1, headersMs: 1, firstTokenMs: 1, durationMs: 1 },
  },
});
const queueOf = (live: { cell: string; runId: string }[], waiting: string[] = []): ComparisonEvent => ({
  type: 'queue',
  live,
  waiting,
  refused: [],
  done: 0,
  total: 2,
  version: 1,
  starting: 0,
});

/** A server whose streams are written and cut by hand. */
function setUp(plan: () => ComparisonPlan = () => PLAN) {
  const requested: { since: string; seen: string }[] = [];
  let writer: ReadableStreamDefaultController<Uint8Array> | null = null;
  const session = createComparisonSession({
    plan,
    open: async (_id, from) => {
      requested.push(from);
      return new Response(
        new ReadableStream({
          start: (controller) => {
            writer = controller;
          },
        }),
      );
    },
  });
  const emit = async (...events: ComparisonEvent[]) => {
    await vi.waitFor(() => expect(writer).not.toBeNull());
    for (const event of events) writer?.enqueue(new TextEncoder().encode(encodeComparisonEvent(event)));
  };
  const cut = () => {
    writer?.error(new TypeError('network error'));
    writer = null;
  };
  const textOf = (cell: string) => session.run(cell)?.store.state.choices[0]?.text;
  return { session, requested, emit, cut, textOf };
}

test('one stream feeds each cell its own run', async () => {
  const { session, requested, emit, textOf } = setUp();
  session.follow('one');
  await emit(
    queueOf([
      { cell: 'a', runId: 'r1' },
      { cell: 'b', runId: 'r2' },
    ]),
  );
  await session.joined();
  await emit(
    { type: 'run', cell: 'a', runId: 'r1', events: [start('r1'), text(2, ' upon')] },
    { type: 'run', cell: 'b', runId: 'r2', events: [start('r2'), text(2, ' again')] },
    { type: 'run', cell: 'a', runId: 'r1', events: [text(3, ' a time'), end(4)] },
  );
  await vi.waitFor(() => expect(textOf('a')).toBe(' upon a time'));
  expect(textOf('b')).toBe(' again');
  expect(session.run('a')?.store.state.status).toBe('complete');
  expect(requested).toEqual([{ since: '0', seen: '' }]);
  session.close();
});

test('after a break it asks for what is going on from where it was, and ended runs stay as they are', async () => {
  const { session, requested, emit, cut, textOf } = setUp();
  session.follow('one');
  await emit(
    queueOf([
      { cell: 'a', runId: 'r1' },
      { cell: 'b', runId: 'r2' },
    ]),
    { type: 'run', cell: 'a', runId: 'r1', events: [start('r1'), text(2, ' upon'), end(3)] },
    { type: 'run', cell: 'b', runId: 'r2', events: [start('r2'), text(2, ' again')] },
  );
  await vi.waitFor(() => expect(textOf('b')).toBe(' again'));
  const ended = session.run('a');
  cut();
  await vi.waitFor(() => expect(requested).toHaveLength(2));
  expect(requested[1]).toEqual({ since: '0', seen: 'r2:2' });
  await emit(
    queueOf([{ cell: 'b', runId: 'r2' }]),
    { type: 'run', cell: 'b', runId: 'r2', events: [text(3, ' and again'), end(4)] },
    { type: 'run', cell: 'a', runId: 'r1', events: [start('r1'), text(2, ' upon'), end(3)] },
    queueOf([]),
  );
  await vi.waitFor(() => expect(textOf('b')).toBe(' again and again'));
  expect(session.run('a')).toBe(ended);
  expect(textOf('a')).toBe(' upon');
  cut();
  await vi.waitFor(() => expect(requested).toHaveLength(3));
  expect(requested[2]).toEqual({ since: 'r2', seen: '' });
  session.close();
});

test('after the session has ended the runs are followed again on request', async () => {
  const expired = new ApiError({ status: 401, code: 'not_signed_in', message: 'Your session has expired.' });
  let isExpired = true;
  const events = encodeComparisonEvent(queueOf([{ cell: 'a', runId: 'r1' }]));
  const session = createComparisonSession({
    plan: () => PLAN,
    open: async () => {
      if (isExpired) throw expired;
      return new Response(
        new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode(events)) }),
      );
    },
  });
  vi.stubGlobal('document', new EventTarget());
  session.follow('one');
  await vi.waitFor(() => expect(session.view()).toMatchObject({ lost: 'Your session has expired.' }));
  isExpired = false;
  session.view().again?.();
  await vi.waitFor(() => expect(session.run('a')?.runId).toBe('r1'));
  expect(session.view()).toMatchObject({ lost: null, again: null, link: 'open' });
  session.close();
});

test('a cell that is run again shows the new run, and nothing of the old one comes back', async () => {
  const { session, emit, textOf } = setUp();
  const seen: (string | undefined)[] = [];
  session.subscribeCells(() => seen.push(session.run('a')?.runId));
  session.follow('one');
  await emit({ type: 'run', cell: 'a', runId: 'r1', events: [start('r1'), text(2, 'old'), end(3)] });
  await emit(queueOf([{ cell: 'a', runId: 'r3' }]));
  await emit({ type: 'run', cell: 'a', runId: 'r1', events: [start('r1'), text(2, 'old'), end(3)] });
  await emit({ type: 'run', cell: 'a', runId: 'r3', events: [start('r3'), text(2, 'new')] });
  await vi.waitFor(() => expect(textOf('a')).toBe('new'));
  expect(seen).toEqual(['r1', 'r3']);
  await emit({ type: 'run-gone', runId: 'r3' });
  await vi.waitFor(() => expect(session.run('a')).toBeNull());
  session.close();
});

test('a run answers what the plan said when it was started, not what was typed since', async () => {
  let plan = PLAN;
  const { session, emit } = setUp(() => plan);
  session.follow('one');
  await emit(queueOf([]));
  await session.joined();
  session.noteStarted(plan, ['a', 'b']);
  plan = planOfVariants({ prompt: 'Once' }, [column('a', 'another'), column('b')]);
  await emit(queueOf([{ cell: 'a', runId: 'r1' }], ['b']));
  await vi.waitFor(() => expect(session.run('a')).not.toBeNull());
  const run = session.run('a');
  expect(run?.store.view().startRequest.request.model).toBe('m');
  expect(run && isUpToDate(run, plan, 'a')).toBe(false);
  expect(run && isUpToDate(run, PLAN, 'a')).toBe(true);
  session.close();
});

test('a run that was taken back leaves its cell waiting, for what the plan said when it was started', async () => {
  let plan = PLAN;
  const { session, emit } = setUp(() => plan);
  session.follow('one');
  await emit(queueOf([]));
  await session.joined();
  session.noteStarted(plan, ['a']);
  await emit(queueOf([{ cell: 'a', runId: 'r1' }]));
  await vi.waitFor(() => expect(session.run('a')?.runId).toBe('r1'));
  plan = planOfVariants({ prompt: 'Once' }, [column('a', 'another'), column('b')]);
  const before = Date.now();
  await emit({ type: 'run-gone', runId: 'r1' }, {
    ...queueOf([], ['a']),
    paused: true,
    slowed: { nextTryMs: 12_000 },
  } as ComparisonEvent);
  await vi.waitFor(() => expect(session.view().queue).toMatchObject({ waiting: ['a'], paused: true }));
  expect(session.run('a')).toBeNull();
  expect(session.view().nextTryAt).toBeGreaterThanOrEqual(before + 12_000);
  await emit(queueOf([{ cell: 'a', runId: 'r2' }]));
  await vi.waitFor(() => expect(session.run('a')?.runId).toBe('r2'));
  expect(session.run('a')?.answers?.request.model).toBe('m');
  expect(session.view()).toMatchObject({ nextTryAt: null });
  expect(session.view().queue.paused).toBeUndefined();
  session.close();
});

test('the answer to a start does not overrule what the stream brought since', async () => {
  const { session, emit } = setUp();
  session.follow('one');
  await emit(queueOf([]));
  await session.joined();
  const late = { waiting: ['b'], live: [], refused: [], done: 0, total: 2 };
  let answer = (_queue: typeof late) => {};
  const taken = session.takeAnswer(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  await emit(queueOf([{ cell: 'a', runId: 'r1' }]), queueOf([]));
  await vi.waitFor(() => expect(session.run('a')?.runId).toBe('r1'));
  await vi.waitFor(() => expect(session.view().queue.live).toEqual([]));
  answer(late);
  await taken;
  expect(session.view().queue.waiting).toEqual([]);
  await session.takeAnswer(Promise.resolve(late));
  expect(session.view().queue.waiting).toEqual(['b']);
  session.close();
});

test('a step takes the first cells off the list that came whole, and nothing off another list', async () => {
  const { session, emit } = setUp();
  session.follow('one');
  const queue = () => session.view().queue;
  await emit({ ...queueOf([], ['a', 'b', 'c', 'd']), version: 4, starting: 1 } as ComparisonEvent);
  await vi.waitFor(() => expect(queue().waiting).toEqual(['a', 'b', 'c', 'd']));
  const step = { type: 'queue-step' as const, version: 4, refused: [], done: 0, total: 4 };
  await emit({ ...step, left: 1, starting: ['b'], live: [{ cell: 'a', runId: 'r1' }] });
  await vi.waitFor(() => expect(queue().waiting).toEqual(['b', 'c', 'd']));
  expect(queue().live).toEqual([{ cell: 'a', runId: 'r1' }]);
  const refused = [{ cell: 'b', code: 'not_found', message: 'Gone.', param: null }];
  await emit({ ...step, left: 2, starting: [], live: [], refused, done: 2 });
  await vi.waitFor(() => expect(queue()).toMatchObject({ waiting: ['d'], refused, done: 2 }));
  await emit({ ...step, version: 5, left: 3, starting: [], live: [] });
  await emit({ ...step, left: 2, starting: [], live: [], done: 3 });
  await vi.waitFor(() => expect(queue()).toMatchObject({ waiting: ['d'], refused, done: 3 }));
  session.close();
});

test('a comparison that is opened shows what it holds and joins what is going on', async () => {
  const { session, requested, emit, textOf } = setUp();
  const run = (id: string, status: 'streaming' | 'complete', words: string): RunDetail => ({
    id,
    source: 'compare',
    sourceName: null,
    title: null,
    starred: false,
    tags: [],
    status,
    connectionId: 'practice',
    connectionName: 'Practice',
    model: 'm',
    promptPreview: 'Once',
    outputPreview: '',
    choiceCount: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    durationMs: null,
    tokenCount: null,
    links: 0,
    comparisonId: 'one',
    request: { model: 'm', prompt: 'Once', max_tokens: 200, stream: true },
    retries: null,
    state: {
      status,
      choices: [{ index: 0, text: words, finishReason: null, tokens: null }],
      usage: null,
      response: null,
      attempts: [],
      error: null,
      timings: { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null },
    },
    pace: null,
    note: null,
    parentId: null,
    branch: null,
    cell: null,
    endedAt: null,
  });
  session.join({
    kind: 'columns',
    comparison: {
      id: 'one',
      title: null,
      note: null,
      plan: PLAN,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      links: 0,
    },
    queue: { waiting: [], live: [{ cell: 'b', runId: 'r2' }], refused: [], done: 1, total: 2 },
    votes: [],
    since: 'r2',
    cells: [
      { cell: 'a', isUpToDate: true, run: run('r1', 'complete', ' upon a time') },
      { cell: 'b', isUpToDate: false, run: run('r2', 'streaming', ' aga') },
    ],
  });
  expect(textOf('a')).toBe(' upon a time');
  await vi.waitFor(() => expect(requested).toEqual([{ since: 'r2', seen: 'r2:0' }]));
  await emit({ type: 'run', cell: 'b', runId: 'r2', events: [start('r2'), text(2, ' again'), end(3)] });
  await vi.waitFor(() => expect(textOf('b')).toBe(' again'));
  const [a, b] = [session.run('a'), session.run('b')];
  expect(a && isUpToDate(a, PLAN, 'a')).toBe(true);
  expect(b && isUpToDate(b, PLAN, 'b')).toBe(false);
  session.close();
});

test('a stream that only brings what is known is not requested without end; the button joins it again', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('document', new EventTarget());
  let requested = 0;
  const session = createComparisonSession({
    plan: () => PLAN,
    open: async () => {
      requested += 1;
      return new Response(encodeComparisonEvent(queueOf([])));
    },
  });
  session.follow('one');
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(requested).toBeLessThan(20);
  expect(session.view()).toMatchObject({ link: 'lost', lost: expect.stringContaining('sent nothing') });
  const before = requested;
  session.view().again?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(requested).toBeGreaterThan(before);
  expect(session.view()).toMatchObject({ lost: null, again: null });
  session.close();
  vi.useRealTimers();
});

test('a listener that throws keeps nobody else from being notified', async () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  const { session, emit, textOf } = setUp();
  const fault = () => {
    throw new Error('a broken part');
  };
  session.views.subscribe(fault);
  session.subscribeCells(fault);
  let events = 0;
  session.subscribeCells(() => {
    events += 1;
  });
  session.follow('one');
  await emit(queueOf([{ cell: 'a', runId: 'r1' }]), {
    type: 'run',
    cell: 'a',
    runId: 'r1',
    events: [start('r1'), text(2, ' upon')],
  });
  await vi.waitFor(() => expect(textOf('a')).toBe(' upon'));
  expect(events).toBeGreaterThan(0);
  expect(reported.length).toBeGreaterThan(0);
  session.close();
});
