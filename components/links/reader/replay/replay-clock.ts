import type { StoreApi } from 'zustand/vanilla';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { charactersAt, type Pace } from '@/lib/runs/model/pace';

/** The state of a replay. Times in milliseconds of the recorded run. */
export interface ReplayState {
  readonly at: number;
  readonly playing: boolean;
  readonly speed: number;
}

export interface ReplayClock {
  readonly duration: number;
  readonly states: StoreApi<ReplayState>;
  state(): ReplayState;
  /** Starts from the beginning again once it is at the end. */
  play(): void;
  pause(): void;
  seek(at: number): void;
  setSpeed(speed: number): void;
  dispose(): void;
}

export interface ReplayClockOptions {
  readonly pace: Pace;
  /** Shows this many UTF-16 units of a choice; null: all of it. */
  readonly show: (index: number, length: number | null) => void;
  readonly indexes: readonly number[];
  /** Least milliseconds of real time between two changes of the text, for reduced motion. */
  readonly stepMs?: number;
  readonly now?: () => number;
  readonly requestFrame?: (work: () => void) => () => void;
}

/**
 * Shows texts again as they came. The last moment shows all of them, whatever the recorded pace adds up to.
 */
export function createReplayClock(options: ReplayClockOptions): ReplayClock {
  const {
    pace,
    show,
    indexes,
    stepMs = 0,
    now = () => performance.now(),
    requestFrame = animationFrame,
  } = options;
  const duration = pace.at(-1)?.[0] ?? 0;
  const states = createBrowserStore<ReplayState>({ at: 0, playing: false, speed: 1 });
  const state = states.getState;
  let cancel: (() => void) | null = null;
  /** The real time and the replay time of the last update. */
  let since = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;

  function draw(): void {
    drawnAt = now();
    const lengths = charactersAt(pace, state().at);
    const ended = state().at >= duration;
    for (const index of indexes) show(index, ended ? null : (lengths.get(index) ?? 0));
  }

  function tick(): void {
    const time = now();
    const at = Math.min(duration, state().at + (time - since) * state().speed);
    since = time;
    const ended = at >= duration;
    states.setState({ at, playing: !ended });
    if (ended || time - drawnAt >= stepMs) draw();
    cancel = ended ? null : requestFrame(tick);
  }

  function halt(): void {
    cancel?.();
    cancel = null;
  }

  return {
    duration,
    states,
    state,
    play() {
      if (state().playing) return;
      states.setState({ playing: true, at: state().at >= duration ? 0 : state().at });
      since = now();
      draw();
      cancel = requestFrame(tick);
    },
    pause() {
      halt();
      if (state().playing) states.setState({ playing: false });
    },
    seek(at) {
      states.setState({ at: Math.min(duration, Math.max(0, at)) });
      since = now();
      draw();
    },
    setSpeed(speed) {
      states.setState({ speed });
    },
    dispose() {
      halt();
      for (const index of indexes) show(index, null);
    },
  };
}

function animationFrame(work: () => void): () => void {
  const frame = requestAnimationFrame(work);
  return () => cancelAnimationFrame(frame);
}
