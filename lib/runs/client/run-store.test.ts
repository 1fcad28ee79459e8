import { describe, expect, it, vi } from 'vitest';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { createRunStore } from './run-store';
import type { TextSink } from './text-channels';

const startRequest = {
  connectionId: 'practice',
  connectionName: 'Practice model',
  request: { model: 'practice', prompt: 'Once', stream: true },
  retries: null,
};

function setUp(choiceCount = 1) {
  const frames: (() => void)[] = [];
  let time = 1_000;
  const store = createRunStore({
    startRequest,
    choiceCount,
    now: () => time,
    requestFrame: (callback) => {
      frames.push(callback);
      return () => {
        const at = frames.indexOf(callback);
        if (at !== -1) frames.splice(at, 1);
      };
    },
  });
  let seq = 0;
  return {
    store,
    frames,
    advance: (ms: number) => {
      time += ms;
    },
    apply: (...events: RunEvent[]) => {
      store.apply(
        events.map((event): NumberedRunEvent => {
          seq += 1;
          return { seq, event };
        }),
      );
    },
    paint: () => {
      for (const frame of frames.splice(0)) frame();
    },
  };
}

/** A sink that keeps what a reader would see, and how it came. */
function screen() {
  const calls: string[] = [];
  let text = '';
  const sink: TextSink = {
    append: (more) => {
      calls.push(`+${more}`);
      text += more;
    },
    replace: (all) => {
      calls.push(`=${all}`);
      text = all;
    },
  };
  return { sink, calls, text: () => text };
}

const start: RunEvent = {
  type: 'run-start',
  runId: 'run-1',
  createdAt: '2026-01-01T00:00:00.000Z',
  choiceCount: 1,
};
const delta = (text: string, index = 0): RunEvent => ({ type: 'text-delta', index, text });
const end: RunEvent = {
  type: 'run-end',
  status: 'complete',
  timings: { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 },
};

describe('the clock of a run', () => {
  it('is never behind its first token, also where the page learned of the run late', () => {
    const { store, apply, advance } = setUp();
    apply(start);
    advance(800);
    const first = { type: 'text-delta' as const, index: 0, text: 'a', firstTokenMs: 3_000 };
    apply(first);
    expect(1_800 - store.view().startedAt).toBe(3_000);
  });

  it('counts from the start on the server, not from the press, and goes on after a reconnection', () => {
    const { store, apply, advance } = setUp();
    advance(1_300);
    apply(start);
    expect(store.view().startedAt).toBe(2_300);
    advance(500);
    apply(start);
    expect(store.view().startedAt).toBe(2_300);
  });

  it('counts from the start that the page knows, where that is earlier', () => {
    const { store, apply, advance } = setUp();
    apply(start);
    advance(5_000);
    apply({ type: 'text-delta', index: 0, text: 'a', firstTokenMs: 3_000 });
    expect(store.view().startedAt).toBe(1_000);
  });
});

describe('a part of the page that throws', () => {
  const fault = () => {
    throw new Error('a broken part');
  };

  it('stops neither the run nor the other parts', () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const { store, apply, paint } = setUp();
    const { sink, text } = screen();
    let isBroken = false;
    store.attachText(0, { append: fault, replace: () => undefined, drawn: () => isBroken && fault() });
    isBroken = true;
    const phases: string[] = [];
    store.subscribe(fault);
    store.subscribe(() => phases.push(store.view().phase));
    store.attachText(0, sink);
    apply(start, delta('a'));
    apply(delta('b'));
    paint();
    apply(end);
    expect(text()).toBe('ab');
    expect(phases.at(-1)).toBe('ended');
    expect(store.state.choices[0]?.text).toBe('ab');
    expect(reported.length).toBeGreaterThan(2);
    vi.unstubAllGlobals();
  });

  it('requests a replay where an event itself cannot be applied', () => {
    const { store, apply } = setUp();
    apply(start, delta('a'));
    expect(store.lastSeq).toBe(2);
    const broken = { type: 'text-delta', index: 0, text: 'b', tokens: 7 } as unknown as RunEvent;
    expect(() => apply(broken)).toThrow();
    expect(store.lastSeq).toBe(0);
  });
});

describe('the text of a run', () => {
  it('shows the first token at once and the rest once a frame', () => {
    const { store, apply, paint, frames } = setUp();
    const { sink, calls } = screen();
    store.attachText(0, sink);
    apply(start);
    paint();
    apply(delta('a'));
    apply(delta('b'));
    apply(delta('c'));
    expect(calls).toEqual(['=', '+a']);
    expect(frames).toHaveLength(1);
    paint();
    expect(calls).toEqual(['=', '+a', '+bc']);
  });

  it('leaves nothing behind when the run ends', () => {
    const { store, apply, frames } = setUp();
    const { sink, text } = screen();
    store.attachText(0, sink);
    apply(start, delta('a'));
    apply(delta('b'), delta('c'), end);
    expect(text()).toBe('abc');
    expect(frames).toHaveLength(0);
  });

  it('gives a late sink everything so far, and nothing twice', () => {
    const { store, apply, paint } = setUp();
    apply(start, delta('a'));
    apply(delta('b'));
    const { sink, text } = screen();
    store.attachText(0, sink);
    expect(text()).toBe('ab');
    apply(delta('c'));
    paint();
    expect(text()).toBe('abc');
  });

  it('stops writing to a sink that was removed', () => {
    const { store, apply, paint } = setUp();
    const { sink, text } = screen();
    const detach = store.attachText(0, sink);
    apply(start, delta('a'));
    detach();
    apply(delta('b'));
    paint();
    expect(text()).toBe('a');
  });

  it('keeps choices apart, also one that was not requested', () => {
    const { store, apply, paint } = setUp(2);
    const screens = [screen(), screen(), screen()];
    for (const [index, one] of screens.entries()) store.attachText(index, one.sink);
    apply(start, delta('a', 1), delta('b', 0), delta('c', 1), delta('d', 2));
    paint();
    expect(screens.map((one) => one.text())).toEqual(['b', 'ac', 'd']);
    expect(store.view().choices).toHaveLength(3);
  });
});

describe('a run that is replayed', () => {
  it('shows only what is new, without taking anything away', () => {
    const { store, apply, paint } = setUp();
    const { sink, calls } = screen();
    store.attachText(0, sink);
    apply(start, delta('Once upon'));
    paint();
    apply(start);
    paint();
    apply(delta('Once upon a time'));
    paint();
    expect(calls).toEqual(['=', '+Once upon', '+ a time']);
    expect(store.state.choices[0]?.text).toBe('Once upon a time');
  });

  it('keeps showing the text while the replay is still shorter than what was seen', () => {
    const { store, apply, paint } = setUp();
    const { sink, text } = screen();
    store.attachText(0, sink);
    apply(start, delta('Once upon a time'));
    apply(start, delta('Once'));
    paint();
    expect(text()).toBe('Once upon a time');
    apply(delta(' upon a time, there'));
    paint();
    expect(text()).toBe('Once upon a time, there');
  });

  it('shows the replayed text when it is another one', () => {
    const { store, apply, paint } = setUp();
    const { sink, text } = screen();
    store.attachText(0, sink);
    apply(start, delta('Once upon'));
    apply(start, delta('Twice'), end);
    paint();
    expect(text()).toBe('Twice');
  });

  it('takes the number of every event as its offset, low ones too', () => {
    const { store } = setUp();
    store.apply([{ seq: 41, event: start }]);
    store.apply([
      { seq: 0, event: start },
      { seq: 57, event: delta('a') },
    ]);
    expect(store.lastSeq).toBe(57);
    store.apply([{ seq: 0, event: start }]);
    expect(store.lastSeq).toBe(0);
  });
});

describe('what React sees', () => {
  it('nothing about text after the first', () => {
    const { store, apply } = setUp();
    let emitted = 0;
    store.subscribe(() => {
      emitted += 1;
    });
    apply(start, delta('a'));
    const before = emitted;
    for (let count = 0; count < 100; count += 1) apply(delta('b'));
    expect(emitted).toBe(before);
  });

  it('each phase on the way', () => {
    const { store, apply } = setUp();
    expect(store.view().phase).toBe('sending');
    apply(start);
    expect(store.view().phase).toBe('waiting');
    apply({
      type: 'attempt-failed',
      attempt: { number: 1, waitMs: 2_000, error: { ...noError, kind: 'rate_limit', status: 429 } },
    });
    expect(store.view()).toMatchObject({ phase: 'retrying', retryAt: 3_000 });
    apply({
      type: 'response-start',
      response: { status: 200, id: null, model: null, systemFingerprint: null, requestId: null },
    });
    expect(store.view()).toMatchObject({ phase: 'waiting', retryAt: null });
    apply(delta('a'));
    expect(store.view().phase).toBe('writing');
    apply({ type: 'choice-end', index: 0, finishReason: 'stop' }, end);
    expect(store.view()).toMatchObject({ phase: 'ended', status: 'complete' });
    expect(store.view().choices[0]?.finishReason).toBe('stop');
  });

  it('keeps the identity of what did not change', () => {
    const { store, apply } = setUp();
    apply(start, delta('a'));
    const { choices, attempts } = store.view();
    apply({ type: 'usage', usage: { promptTokens: 1, completionTokens: 1, totalTokens: 2 } });
    expect(store.view().choices).toBe(choices);
    expect(store.view().attempts).toBe(attempts);
  });

  it('has the time of the first text as soon as the text is there, by the clock of the server', () => {
    const { store, apply, advance } = setUp();
    apply(start);
    advance(250);
    apply({ type: 'text-delta', index: 0, text: 'a', firstTokenMs: 180 });
    expect(store.view().timings.firstTokenMs).toBe(180);
    apply(delta('b'));
    expect(store.view().timings.firstTokenMs).toBe(180);
  });

  it('keeps the text that had arrived before an error', () => {
    const { store, apply } = setUp();
    const { sink, text } = screen();
    store.attachText(0, sink);
    apply(start, delta('half'), { type: 'run-error', error: noError }, { ...end, status: 'failed' });
    expect(text()).toBe('half');
    expect(store.view()).toMatchObject({ phase: 'ended', status: 'failed', error: noError });
  });
});

const noError = {
  kind: 'server' as const,
  message: 'boom',
  status: 500,
  code: null,
  type: null,
  param: null,
  retryAfterMs: null,
  requestId: null,
  rawBody: null,
};
