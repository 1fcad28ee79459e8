import { guarded } from '@/lib/platform/client/event';
import type { RunState } from '@/lib/protocol/run/run-state';

/** Receives the text of one choice as it comes. */
export interface TextSink {
  append(text: string): void;
  /** Replaces everything shown with the whole text so far. */
  replace(text: string): void;
  /**
   * Called when all sinks have their text of this frame. Code that reads the layout belongs here: between two
   * appends it would cost one layout per choice pane.
   */
  drawn?(): void;
}

/** Brings the text of a run to its sinks, at most once per frame. */
export interface TextChannels {
  /** Gives the sink all text so far immediately, then the rest as it comes. */
  attach(index: number, sink: TextSink): () => void;
  /** Text that has been added to the state. */
  add(index: number, text: string): void;
  /** The state is about to begin anew: sinks keep their text until the replay has caught up. */
  hold(): void;
  /** Delivers pending text now. */
  flush(): void;
  flushNextFrame(): void;
}

/** The text of one choice between the events and the sinks. */
interface Channel {
  readonly sinks: Set<TextSink>;
  /** Text since the last frame. */
  pending: string;
  /** What the sinks showed before the run was replayed; null when they are in step. */
  held: string | null;
}

export function createTextChannels(state: RunState, requestFrame: FrameRequest = nextFrame): TextChannels {
  const channels: Channel[] = [];
  let cancelFrame: (() => void) | null = null;

  function channel(index: number): Channel {
    for (let next = channels.length; next <= index; next += 1) {
      channels.push({ sinks: new Set(), pending: '', held: null });
    }
    return channels[index] as Channel;
  }

  function flush(): void {
    cancelFrame?.();
    cancelFrame = null;
    const drawn = new Set<TextSink>();
    for (const [index, one] of channels.entries()) {
      const before = one.held;
      if (before !== null) catchUp(one, before, state.choices[index]?.text ?? '');
      if (one.pending === '' && before === null) continue;
      const text = one.pending;
      one.pending = '';
      for (const sink of one.sinks) {
        if (text !== '') guarded(() => sink.append(text));
        drawn.add(sink);
      }
    }
    for (const sink of drawn) guarded(() => sink.drawn?.());
  }

  /**
   * After a replay: appends only what is new, so that nothing flickers and the reader's scroll position
   * stays.
   */
  function catchUp(one: Channel, held: string, text: string): void {
    const ended = state.status !== 'streaming';
    if (text.length < held.length && !ended && held.startsWith(text)) return;
    one.held = null;
    one.pending = '';
    if (!text.startsWith(held)) {
      for (const sink of one.sinks) guarded(() => sink.replace(text));
    } else if (text.length > held.length) {
      const remaining = text.slice(held.length);
      for (const sink of one.sinks) guarded(() => sink.append(remaining));
    }
  }

  return {
    attach(index, sink) {
      flush();
      const one = channel(index);
      one.sinks.add(sink);
      sink.replace(one.held ?? state.choices[index]?.text ?? '');
      sink.drawn?.();
      return () => one.sinks.delete(sink);
    },
    add(index, text) {
      const one = channel(index);
      if (one.held === null) one.pending += text;
    },
    hold() {
      flush();
      for (const choice of state.choices) channel(choice.index).held ??= choice.text;
    },
    flush,
    flushNextFrame() {
      cancelFrame ??= requestFrame(flush);
    },
  };
}

/** Requests one call at the next good moment to paint; returns a function that cancels it. */
export type FrameRequest = (callback: () => void) => () => void;

/** A hidden tab has no frames, and a frame requested just before hiding may never come. */
const LATEST_MS = 250;

/** The next animation frame, or a timer when frames do not come, whichever is first. */
const nextFrame: FrameRequest = (callback) => {
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const once = () => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, LATEST_MS);
  return cancel;
};
