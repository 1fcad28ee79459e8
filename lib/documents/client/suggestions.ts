import type { StoreApi } from 'zustand/vanilla';
import {
  isSuggestionPlace,
  type SuggestionPart,
  suggestionPart,
} from '@/lib/documents/model/suggestion-text';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { RunSession } from '@/lib/runs/client/run-session';
import type { RunStore } from '@/lib/runs/client/run-store';
import type { DocumentSession } from './document-session';
import { type RankedChoice, rankAlternatives } from './rank-alternatives';
import { createBackOff, failureOf } from './suggestion-failure';

/** After this pause in typing, a suggestion is requested. */
export const SUGGEST_AFTER_MS = 700;

/** A suggestion as it stands at the cursor. It is not in the text. */
export interface ShownSuggestion {
  /** UTF-16 units from the start of the text. */
  readonly at: number;
  readonly text: string;
  /** Choices of the run with this text. */
  readonly count: number;
  /** Which of the alternatives it is, from 1, and of how many. */
  readonly position: number;
  readonly total: number;
}

export interface SuggestionsView {
  readonly shown: ShownSuggestion | null;
  /** A suggestion has been requested and has not come yet. */
  readonly waiting: boolean;
  /** Why the last request brought none; null: it did, or there was no request. */
  readonly problem: string | null;
  /** Counts suggestions, so that each is announced once, not with every word taken. */
  readonly turn: number;
}

/** What the person did in the editor. `typed`: inserted a text at the cursor, which is now behind it. */
export type Edit =
  | { readonly kind: 'typed'; readonly at: number; readonly text: string }
  | { readonly kind: 'edited' }
  | { readonly kind: 'moved' };

/** Short continuations at the cursor, which become text only when they are taken. One at a time. */
export interface Suggestions {
  readonly views: StoreApi<SuggestionsView>;
  /** The text or the cursor has changed. */
  edited(edit: Edit): void;
  /** Returns where the cursor belongs then; null: there was nothing to take. */
  take(part: SuggestionPart): number | null;
  /** Shows another alternative. False: there is none. */
  walk(by: 1 | -1): boolean;
  /** No suggestion for this text. False: there was none. */
  dismiss(): boolean;
  close(): void;
}

export interface SuggestionOptions {
  readonly session: DocumentSession;
  readonly isOn: () => boolean;
  /** The cursor; null where nothing may stand there: text is selected or being composed, or the focus is elsewhere. */
  readonly cursor: () => number | null;
  /** Starts the run that continues the text at the cursor. `skip`: what the text has of it already. */
  readonly start: (text: string, at: number) => StartedSuggestion | { readonly refused: string };
  /** Something of the run was taken: it belongs into the history. */
  readonly keep: (run: RunStore) => void;
}

export interface StartedSuggestion {
  readonly run: RunSession;
  readonly skip: string;
}

const NOTHING: SuggestionsView = { shown: null, waiting: false, problem: null, turn: 0 };

interface Offer {
  readonly run: RunStore;
  readonly runId: string;
  readonly alternatives: readonly RankedChoice[];
  /** Which one is shown. */
  readonly chosen: number;
  /** Units of it that the text has by now. */
  readonly used: number;
  readonly at: number;
}

export function createSuggestions(options: SuggestionOptions): Suggestions {
  const { session, isOn, cursor, start, keep } = options;
  const views = createBrowserStore<SuggestionsView>(NOTHING);
  const backOff = createBackOff();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inFlight: RunSession | null = null;
  let offer: Offer | null = null;
  const kept = new Set<string>();
  /** The session's own changes come back through the editor. */
  let taking = false;

  function show(next: Offer | null): void {
    offer = next;
    const chosen = next?.alternatives[next.chosen];
    const shown = next &&
      chosen && {
        at: next.at,
        text: chosen.text.slice(next.used),
        count: chosen.times,
        position: next.chosen + 1,
        total: next.alternatives.length,
      };
    views.setState({ shown: shown ?? null });
  }

  function cancel(): void {
    clearTimeout(timer);
    const run = inFlight;
    inFlight = null;
    if (run) end(run);
    if (offer) show(null);
    if (views.getState().waiting) views.setState({ waiting: false });
  }

  function schedule(): void {
    clearTimeout(timer);
    if (isOn()) timer = setTimeout(request, Math.max(SUGGEST_AFTER_MS, backOff.remainingMs()));
  }

  function request(): void {
    const { text, generating } = session.view();
    const at = cursor();
    if (!isOn() || generating !== null || at === null || offer || inFlight) return;
    if (text.text.slice(0, at).trim() === '' || !isSuggestionPlace(text.text, at)) return;
    const started = start(text.text, at);
    if ('refused' in started) {
      fail(started.refused, null);
      return;
    }
    const { run, skip } = started;
    inFlight = run;
    views.setState({ waiting: true });
    void run.done.then(() => {
      if (inFlight === run) receive(run, skip, at);
    });
  }

  function receive(run: RunSession, skip: string, at: number): void {
    inFlight = null;
    views.setState({ waiting: false });
    const { runId } = run.store.view();
    const failure = failureOf(run.store);
    if (failure) {
      fail(failure.message, failure.retryAfterMs);
      return;
    }
    backOff.succeeded();
    const alternatives = rankAlternatives(run.store.state, run.store.view().startRequest.request).filter(
      ({ text }) => text.startsWith(skip) && text.slice(skip.length).trim() !== '',
    );
    views.setState({ problem: null });
    if (runId === null || alternatives.length === 0) return;
    show({ run: run.store, runId, alternatives, chosen: 0, used: skip.length, at });
    views.setState({ turn: views.getState().turn + 1 });
  }

  function fail(message: string, retryAfterMs: number | null): void {
    backOff.failed(retryAfterMs);
    views.setState({ problem: message });
  }

  /** The text has more of the suggestion now. Alternatives that begin otherwise are out. */
  function advance(from: Offer, units: number): void {
    const chosen = from.alternatives[from.chosen];
    const used = from.used + units;
    if (!chosen || used >= chosen.text.length) {
      show(null);
      schedule();
      return;
    }
    const start = chosen.text.slice(0, used);
    const alternatives = from.alternatives.filter(({ text }) => text.startsWith(start) && text.length > used);
    show({ ...from, alternatives, chosen: alternatives.indexOf(chosen), used, at: from.at + units });
  }

  const unsubscribe = session.views.subscribe(({ generating }) => {
    if (generating !== null) cancel();
  });

  return {
    views,
    edited(edit) {
      if (taking) return;
      const { shown } = views.getState();
      if (edit.kind === 'typed' && offer && shown?.at === edit.at && shown.text.startsWith(edit.text)) {
        return advance(offer, edit.text.length);
      }
      cancel();
      if (edit.kind !== 'moved') schedule();
    },
    take(part) {
      const { shown } = views.getState();
      const choice = offer?.alternatives[offer.chosen]?.choice;
      if (!offer || !shown || choice === undefined) return null;
      const { run, runId, used, at } = offer;
      const text = suggestionPart(shown.text, part);
      if (!kept.has(runId)) keep(run);
      kept.add(runId);
      taking = true;
      try {
        session.take({ at, text, runId, choice, from: used });
      } finally {
        taking = false;
      }
      advance(offer, text.length);
      return at + text.length;
    },
    walk(by) {
      if (!offer || offer.alternatives.length < 2) return false;
      const { length } = offer.alternatives;
      show({ ...offer, chosen: (offer.chosen + by + length) % length });
      return true;
    },
    dismiss() {
      const had = offer !== null || inFlight !== null;
      cancel();
      return had;
    },
    close() {
      cancel();
      unsubscribe();
    },
  };
}

/** Stops the upstream, and follows the run no longer. */
function end(run: RunSession): void {
  void run
    .stop()
    // A run that cannot be reached ends by itself when nobody follows it.
    .catch(() => undefined)
    .then(() => run.close());
}
