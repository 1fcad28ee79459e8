import type { StoreApi } from 'zustand/vanilla';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { ApiError } from '@/lib/platform/client/http/api-error';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import {
  choiceViews,
  type LostLink,
  type RunLink,
  type RunPhase,
  type RunView,
  type StartRequest,
} from './run-view';
import { createTextChannels, type FrameRequest, type TextSink } from './text-channels';

/**
 * One run outside React. Text goes to sinks, at most once per frame; what React renders changes only when the
 * run's status does.
 */
export interface RunStore {
  /** The number of the last event: where to join again. */
  readonly lastSeq: number;
  /** Live state, changed in place: read it, do not store it. */
  readonly state: RunState;
  /** For hooks. */
  readonly views: StoreApi<RunView>;
  view(): RunView;
  subscribe(listener: () => void): () => void;
  /** Gives the sink all text so far immediately, then the rest as it comes. */
  attachText(index: number, sink: TextSink): () => void;
  apply(events: readonly NumberedRunEvent[]): void;
  setLink(link: RunLink): void;
  setRunId(runId: string): void;
  setStopping(stopping: boolean): void;
  /** Our server did not accept the run, or does not have it any more. */
  refuse(error: ApiError): void;
  /** The page gave up following the run; null: it follows it again. */
  setLost(lost: LostLink | null): void;
  /** Delivers pending text now. */
  flush(): void;
}

export interface RunStoreOptions {
  readonly startRequest: StartRequest;
  readonly choiceCount: number;
  readonly runId?: string;
  /** The current state of an existing run. */
  readonly state?: RunState;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly requestFrame?: FrameRequest;
  readonly now?: () => number;
}

export function createRunStore(options: RunStoreOptions): RunStore {
  const { startRequest, now = Date.now } = options;
  const state = options.state ?? emptyRunState(options.choiceCount);
  let startedAt = options.startedAt ?? now();
  /** Until then the time is that of the press, before the server knew of the run. */
  let begun = options.startedAt !== undefined;
  const texts = createTextChannels(state, options.requestFrame);

  let lastSeq = 0;
  let runId = options.runId ?? null;
  let link: RunLink = state.status === 'streaming' ? 'connecting' : 'closed';
  let stopping = false;
  let refusal: ApiError | null = null;
  let lost: LostLink | null = null;
  let retryAt: number | null = null;
  let errorAt: number | null = null;
  let sawText = state.choices.some((choice) => choice.text !== '');
  /** Made when something asks: of thousands of runs on a page, few are shown. */
  let made: StoreApi<RunView> | null = null;
  const views = () => {
    made ??= createBrowserStore(makeView(null));
    return made;
  };

  function phase(): RunPhase {
    if (state.status !== 'streaming') return 'ended';
    if (refusal) return 'refused';
    if (runId === null) return 'sending';
    if (sawText) return 'writing';
    return retryAt === null ? 'waiting' : 'retrying';
  }

  function makeView(before: RunView | null): RunView {
    const attempts =
      before && before.attempts.length === state.attempts.length ? before.attempts : [...state.attempts];
    return {
      runId,
      startRequest,
      startedAt,
      phase: phase(),
      link,
      stopping: stopping && state.status === 'streaming',
      status: state.status,
      choices: choiceViews(state, before?.choices ?? []),
      usage: state.usage,
      response: state.response,
      attempts,
      retryAt,
      error: state.error,
      errorAt,
      refusal,
      lost: state.status === 'streaming' ? lost : null,
      timings: state.timings,
    };
  }

  function notify(): void {
    made?.setState(makeView(made.getState()), true);
  }

  /** The server has the run. One clock for the time that runs and the one that is left in the end: the server's. */
  function begin(): void {
    if (!begun) startedAt = now();
    begun = true;
  }

  /** Returns whether what React shows has changed. */
  function take(event: RunEvent): boolean {
    switch (event.type) {
      case 'run-start': {
        texts.hold();
        applyRunEvent(state, event);
        runId = event.runId;
        retryAt = null;
        begin();
        return true;
      }
      case 'text-delta': {
        const before = state.choices[event.index];
        const known = before !== undefined && before.text !== '' && (before.tokens !== null || !event.tokens);
        // The page may have learned of the run late: it began at least that long ago.
        if (event.firstTokenMs) startedAt = Math.min(startedAt, now() - event.firstTokenMs);
        applyRunEvent(state, event);
        texts.add(event.index, event.text);
        return !known;
      }
      case 'attempt-failed':
        retryAt = now() + event.attempt.waitMs;
        break;
      case 'response-start':
        retryAt = null;
        break;
      case 'run-error':
        retryAt = null;
        errorAt = now();
        break;
      case 'run-end':
        retryAt = null;
        break;
    }
    applyRunEvent(state, event);
    return true;
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    state,
    get views() {
      return views();
    },
    view: () => views().getState(),
    subscribe: (listener) => views().subscribe(listener),
    attachText: texts.attach,
    apply(events) {
      let dirty = false;
      let first = false;
      for (const { seq, event } of events) {
        // When an event cannot be applied, our position is lost: everything is requested again.
        lastSeq = 0;
        if (take(event)) dirty = true;
        lastSeq = seq;
        if (event.type === 'text-delta' && event.text !== '' && !sawText) {
          sawText = true;
          first = true;
        }
      }
      // React first: a new choice needs its pane before its text can be put there.
      if (dirty) notify();
      // The first token does not wait for a frame, and after the last one nothing stays pending.
      if (first || state.status !== 'streaming') texts.flush();
      else texts.flushNextFrame();
    },
    setLink(next) {
      if (next === link) return;
      link = next;
      notify();
    },
    setRunId(id) {
      if (id === runId) return;
      runId = id;
      begin();
      notify();
    },
    setStopping(next) {
      if (next === stopping) return;
      stopping = next;
      notify();
    },
    refuse(error) {
      refusal = error;
      errorAt = now();
      notify();
    },
    setLost(next) {
      if (next === lost) return;
      lost = next;
      notify();
    },
    flush: texts.flush,
  };
}
