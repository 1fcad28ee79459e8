import type * as z from 'zod/mini';
import type { RunEvent } from './run-events';
import type { choiceSchema, runStateSchema } from './run-state-schema';

/** One completion of a run. */
export type Choice = z.infer<typeof choiceSchema>;

/** Everything that a run has produced so far. */
export type RunState = z.infer<typeof runStateSchema>;

export function emptyRunState(choiceCount: number): RunState {
  return {
    status: 'streaming',
    choices: Array.from({ length: choiceCount }, (_, index) => emptyChoice(index)),
    usage: null,
    response: null,
    attempts: [],
    error: null,
    timings: { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null },
  };
}

function emptyChoice(index: number): Choice {
  return { index, text: '', finishReason: null, tokens: null };
}

/**
 * Applies one event to the state, in place: a run of 20,000 tokens must not copy its text 20,000 times. The
 * server's recorder and the browser's run store both use it, so that they cannot disagree.
 */
export function applyRunEvent(state: RunState, event: RunEvent): void {
  switch (event.type) {
    case 'run-start':
      // The first event of a run, or of a snapshot for a reader whose position in the log is not known any
      // more.
      Object.assign(state, emptyRunState(event.choiceCount));
      delete state.price;
      delete state.cost;
      break;
    case 'attempt-failed':
      state.attempts.push(event.attempt);
      break;
    case 'response-start':
      state.response = event.response;
      break;
    case 'response-details':
      if (state.response !== null) state.response = { ...state.response, ...event.details };
      break;
    case 'text-delta': {
      const { firstTokenMs } = event;
      if (firstTokenMs !== undefined) state.timings = { ...state.timings, firstTokenMs };
      const choice = choiceAt(state, event.index);
      choice.text += event.text;
      if (event.tokens) {
        choice.tokens ??= [];
        for (const token of event.tokens) choice.tokens.push(token);
      }
      break;
    }
    case 'choice-end': {
      const choice = choiceAt(state, event.index);
      choice.finishReason = event.finishReason;
      if (event.stopReason !== undefined) choice.stopReason = event.stopReason;
      break;
    }
    case 'usage':
      state.usage = event.usage;
      break;
    case 'run-error':
      state.error = event.error;
      break;
    case 'run-end':
      state.status = event.status;
      state.timings = event.timings;
      if (event.price !== undefined) state.price = event.price;
      if (event.cost !== undefined) state.cost = event.cost;
      break;
  }
}

/** A server may send more choices than requested: they are stored too, in index order. */
function choiceAt(state: RunState, index: number): Choice {
  for (let next = state.choices.length; next <= index; next += 1) state.choices.push(emptyChoice(next));
  return state.choices[index] as Choice;
}
