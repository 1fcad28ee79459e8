import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/lib/platform/client/http/api-error';
import type { Token } from '@/lib/protocol/run/run-events';
import type { RunSession } from '@/lib/runs/client/run-session';
import { createRunStore } from '@/lib/runs/client/run-store';
import { createDocumentSession } from './document-session';
import { createSuggestions, type Edit, SUGGEST_AFTER_MS } from './suggestions';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface FakeRun {
  readonly prompt: string;
  readonly stopped: () => boolean;
  readonly closed: () => boolean;
  answer(...texts: readonly (string | readonly [text: string, logprob: number])[]): Promise<void>;
  refuse(error: ConstructorParameters<typeof ApiError>[0]): Promise<void>;
}

/** A document with a text, whose cursor is at the end of what was typed last. */
function suggesting(text: string) {
  const session = createDocumentSession({ nodes: [], head: null });
  const state = { on: true, cursor: null as number | null };
  const runs: FakeRun[] = [];
  const kept: string[] = [];
  const suggestions = createSuggestions({
    session,
    isOn: () => state.on,
    cursor: () => state.cursor,
    start: (whole, at) => {
      const { run, fake } = fakeRun(`run${runs.length + 1}`, whole.slice(0, at));
      runs.push(fake);
      return { run, skip: whole[at - 1] === ' ' ? ' ' : '' };
    },
    keep: (run) => kept.push(run.view().runId ?? ''),
  });
  session.onChanges((_changes, why) => suggestions.edited({ kind: why === 'moved' ? 'moved' : 'edited' }));
  const type = (typed: string, at = state.cursor ?? 0) => {
    session.type([{ at, removed: [], inserted: [{ text: typed, source: null }] }], at + typed.length);
    state.cursor = at + typed.length;
    suggestions.edited({ kind: 'typed', at, text: typed });
  };
  const take = (part: 'word' | 'line' | 'all') => {
    const cursor = suggestions.take(part);
    if (cursor !== null) state.cursor = cursor;
    return cursor;
  };
  const pause = () => vi.advanceTimersByTimeAsync(SUGGEST_AFTER_MS);
  const edit = (edited: Edit) => suggestions.edited(edited);
  const shown = () => suggestions.views.getState().shown;
  const written = () => session.view().text.text;
  type(text, 0);
  return { session, suggestions, state, runs, kept, type, take, pause, edit, shown, written };
}

function fakeRun(runId: string, prompt: string): { run: RunSession; fake: FakeRun } {
  const request = { model: 'm', prompt };
  const startRequest = { connectionId: 'c', connectionName: null, request, retries: null };
  const store = createRunStore({ startRequest, choiceCount: 1, requestFrame: () => () => undefined });
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let stopped = false;
  let closed = false;
  const run: RunSession = {
    store,
    done,
    stop: async () => {
      stopped = true;
    },
    close: () => {
      closed = true;
    },
  };
  const fake: FakeRun = {
    prompt,
    stopped: () => stopped,
    closed: () => closed,
    async answer(...texts) {
      store.setRunId(runId);
      store.state.choices = texts.map((one, index) => {
        const [text, logprob] = typeof one === 'string' ? [one, null] : one;
        const token: Token = { text, logprob, top: [] };
        const tokens = logprob === null ? null : [token];
        return { index, text, finishReason: 'length', tokens };
      });
      store.state.status = 'complete';
      finish();
      await done;
    },
    async refuse(error) {
      store.refuse(new ApiError(error));
      finish();
      await done;
    },
  };
  return { run, fake };
}

describe('suggestions', () => {
  it('come after a pause, and are taken by word, line and all as steps of the model', async () => {
    const { session, runs, kept, take, pause, shown, written } = suggesting('The recipe');
    await vi.advanceTimersByTimeAsync(SUGGEST_AFTER_MS - 1);
    expect(runs).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs.map(({ prompt }) => prompt)).toEqual(['The recipe']);
    await runs[0]?.answer(' calls for two\neggs and flour');
    expect(shown()).toMatchObject({ at: 10, text: ' calls for two\neggs and flour', total: 1, count: 1 });
    expect(written()).toBe('The recipe');
    expect(kept).toEqual([]);

    expect(take('word')).toBe(16);
    expect(take('line')).toBe(24);
    expect(shown()?.text).toBe('\neggs and flour');
    expect(take('all')).toBe(39);
    expect(shown()).toBeNull();
    expect(take('word')).toBeNull();
    expect(written()).toBe('The recipe calls for two\neggs and flour');
    expect(kept).toEqual(['run1']);
    expect(session.view().text.spans).toEqual([
      { length: 10, source: null },
      { length: 29, source: { runId: 'run1', choice: 0, at: 0 } },
    ]);
    // It goes on after the next pause.
    await pause();
    expect(runs).toHaveLength(2);
  });

  it('walk along with what is typed, without a call; what is typed is the person’s', async () => {
    const { session, runs, type, take, pause, shown } = suggesting('The recipe');
    await pause();
    await runs[0]?.answer(' calls for two');
    for (const key of ' cal') type(key);
    await pause();
    expect(runs).toHaveLength(1);
    expect(shown()).toMatchObject({ at: 14, text: 'ls for two' });
    take('word');
    expect(session.view().text).toEqual({
      text: 'The recipe calls',
      spans: [
        { length: 14, source: null },
        { length: 2, source: { runId: 'run1', choice: 0, at: 4 } },
      ],
    });
    type(' for two');
    expect(shown()).toBeNull();
    type('!');
    await pause();
    expect(runs.map(({ prompt }) => prompt)).toEqual(['The recipe', 'The recipe calls for two!']);
  });

  it('end when something else is typed: the upstream is stopped, and what comes late is dropped', async () => {
    const { runs, type, pause, shown, suggestions } = suggesting('The recipe');
    await pause();
    expect(suggestions.views.getState().waiting).toBe(true);
    type('s');
    expect(runs[0]?.stopped()).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(runs[0]?.closed()).toBe(true);
    await runs[0]?.answer(' calls for');
    expect(shown()).toBeNull();
    await pause();
    expect(runs).toHaveLength(2);
    await runs[1]?.answer(' are');
    expect(shown()?.text).toBe(' are');
    type('x');
    expect(shown()).toBeNull();
  });

  it('rank alternatives by probability, fold equal ones, and keep those that fit what is taken', async () => {
    const { runs, suggestions, take, pause, shown } = suggesting('The recipe');
    await pause();
    await runs[0]?.answer([' calls for', -2], [' calls upon', -1], [' calls for', -2], [' is', -0.5]);
    expect(shown()).toMatchObject({ text: ' is', position: 1, total: 3, count: 1 });
    expect(suggestions.walk(-1)).toBe(true);
    expect(shown()).toMatchObject({ text: ' calls for', position: 3, count: 2 });
    suggestions.walk(1);
    suggestions.walk(1);
    expect(shown()).toMatchObject({ text: ' calls upon', position: 2 });
    take('word');
    expect(shown()).toMatchObject({ text: ' upon', position: 1, total: 2 });
    suggestions.walk(1);
    expect(shown()).toMatchObject({ text: ' for', count: 2 });
    take('all');
    expect(suggestions.walk(1)).toBe(false);
  });

  it('stand only where text can go on', async () => {
    const { runs, state, type, edit, pause } = suggesting('The recipe');
    type('x', 2);
    await pause();
    expect(runs).toHaveLength(0);
    state.cursor = null;
    edit({ kind: 'edited' });
    await pause();
    expect(runs).toHaveLength(0);
    // Moving the cursor is no pause in typing.
    state.cursor = 11;
    edit({ kind: 'moved' });
    await pause();
    expect(runs).toHaveLength(0);
    state.on = false;
    edit({ kind: 'edited' });
    await pause();
    expect(runs).toHaveLength(0);
    const empty = suggesting('  \n');
    await empty.pause();
    expect(empty.runs).toHaveLength(0);
  });

  it('wait while a generation brings text, and go when one begins', async () => {
    const { session, runs, state, edit, pause, shown } = suggesting('The recipe');
    await pause();
    await runs[0]?.answer(' calls');
    const { id } = session.generate({ at: 10 });
    expect(shown()).toBeNull();
    session.grow(id, ' is');
    state.cursor = 13;
    edit({ kind: 'edited' });
    await pause();
    expect(runs).toHaveLength(1);
  });

  it('go with Escape, an undo and the end of the page', async () => {
    const { session, suggestions, runs, take, type, pause, shown } = suggesting('The recipe');
    await pause();
    await runs[0]?.answer(' calls for two');
    expect(suggestions.dismiss()).toBe(true);
    expect(suggestions.dismiss()).toBe(false);
    expect(shown()).toBeNull();
    type(' is');
    await pause();
    await runs[1]?.answer(' easy to make');
    take('word');
    session.goTo(session.undoMove()?.to ?? null);
    expect(shown()).toBeNull();
    type('n', 13);
    await pause();
    suggestions.close();
    expect(runs.at(-1)?.stopped()).toBe(true);
  });

  it('say once why there is none, and wait longer each time, or as long as the server says', async () => {
    const { suggestions, runs, type, pause } = suggesting('The recipe');
    const problem = () => suggestions.views.getState().problem;
    await pause();
    await runs[0]?.refuse({ status: 500, code: 'internal', message: 'The server failed.' });
    expect(problem()).toBe('The server failed.');
    type('s');
    await pause();
    expect(runs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(runs).toHaveLength(2);
    await runs[1]?.refuse({ status: 429, code: 'rate_limited', message: 'Slow down.', retryAfterMs: 60_000 });
    expect(problem()).toBe('Slow down.');
    type('t');
    await vi.advanceTimersByTimeAsync(59_000);
    expect(runs).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(runs).toHaveLength(3);
    await runs[2]?.answer(' is');
    expect(problem()).toBeNull();
    type('x');
    await pause();
    expect(runs).toHaveLength(4);
  });

  it('go on from the space that is there', async () => {
    const { session, runs, take, pause, shown } = suggesting('The recipe ');
    await pause();
    await runs[0]?.answer('. Then', ' calls', ' calls', ' ');
    expect(shown()).toMatchObject({ at: 11, text: 'calls', count: 2, total: 1 });
    take('all');
    expect(session.view().text.spans.at(-1)).toEqual({
      length: 5,
      source: { runId: 'run1', choice: 1, at: 1 },
    });
  });

  it('are nothing when the run brings nothing', async () => {
    const { runs, pause, shown, suggestions } = suggesting('The end.');
    await pause();
    await runs[0]?.answer('');
    expect(shown()).toBeNull();
    expect(suggestions.views.getState()).toMatchObject({ waiting: false, problem: null, turn: 0 });
  });
});
