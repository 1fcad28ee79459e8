import { isForeignRun } from '@/lib/documents/model/foreign-run';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { createTokenIndex, type TokenIndex } from '@/lib/runs/client/token-index';

/** The tokens of one choice of a run. */
export interface ChoiceTokens {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly index: TokenIndex;
}

/** The runs that a document's text comes from, loaded when their tokens are first looked at. */
export interface RunRecords {
  /** Null: not loaded, or it has no probabilities. Loads it when `load` is set. */
  tokensOf(runId: string, choice: number, load: boolean): ChoiceTokens | null;
  /** What the run was started with; null: not loaded. */
  requestOf(runId: string): CompletionRequest | null;
  /** The run, loaded if it is not there; null: it is being loaded, or could not be. */
  runOf(runId: string): { readonly state: RunState; readonly request: CompletionRequest } | null;
  /**
   * Whether the run was loaded, or is being loaded, or could not be; also where others have taken its place since. What
   * is loaded only because it is in view has to ask for it: else two runs in view could take turns for ever.
   */
  isKnown(runId: string): boolean;
  isLoading(runId: string): boolean;
  /** Whether it could not be loaded: it is deleted, or the server could not be reached. It is not loaded again by itself. */
  hasFailed(runId: string): boolean;
  /** Loads one that could not be. */
  loadAgain(runId: string): void;
  /** A run that is on this page, and may still grow. */
  add(runId: string, state: RunState, request: CompletionRequest): void;
  /** Called when a run was loaded, or could not be. */
  onLoad(listener: () => void): () => void;
}

interface Known {
  /** Null with `isLoading`: it is being loaded; without: it could not be. */
  state: RunState | null;
  request: CompletionRequest | null;
  isLoading: boolean;
  readonly indexes: Map<number, TokenIndex>;
}

/** Of all runs together. A run of 20,000 tokens with alternatives takes some 30 MB. */
export const MAX_TOKENS = 400_000;

export function createRunRecords(load = fetchRun, maxTokens = MAX_TOKENS): RunRecords {
  // In the order in which they were last used.
  const runs = new Map<string, Known>();
  const listeners = new Set<() => void>();

  /** Those that others have taken the place of. */
  const evicted = new Set<string>();

  function put(runId: string, known: Known): void {
    evicted.delete(runId);
    runs.delete(runId);
    runs.set(runId, known);
  }

  /** Lets those go that were used longest ago; the one that was used last stays in any case. */
  function makeRoom(): void {
    let tokens = [...runs.values()].reduce((sum, { state }) => sum + tokensIn(state), 0);
    for (const [runId, { state }] of runs) {
      if (tokens <= maxTokens || runs.size === 1) break;
      // One that is being loaded takes no room yet.
      if (state === null) continue;
      tokens -= tokensIn(state);
      runs.delete(runId);
      evicted.add(runId);
    }
  }

  async function request(runId: string): Promise<void> {
    const known: Known = { state: null, request: null, isLoading: true, indexes: new Map() };
    put(runId, known);
    try {
      const { state, request } = await load(runId);
      known.state = state;
      known.request = request;
      if (runs.get(runId) === known) put(runId, known);
      makeRoom();
    } catch {
      // The run is deleted, or the network is gone: the text stays without its probabilities.
    }
    known.isLoading = false;
    // A copy: a listener may register the next one.
    for (const listener of [...listeners]) listener();
  }

  function hasFailed(runId: string): boolean {
    const known = runs.get(runId);
    return known !== undefined && known.state === null && !known.isLoading;
  }

  return {
    tokensOf(runId, choiceIndex, mayLoad) {
      const known = runs.get(runId);
      if (!known && mayLoad && !isForeignRun(runId)) void request(runId);
      const choice = known?.state?.choices[choiceIndex];
      if (!known || !choice?.tokens) return null;
      put(runId, known);
      let index = known.indexes.get(choiceIndex);
      if (!index) {
        index = createTokenIndex();
        known.indexes.set(choiceIndex, index);
      }
      index.sync(choice.text, choice.tokens);
      return { text: choice.text, tokens: choice.tokens, index };
    },
    requestOf: (runId) => runs.get(runId)?.request ?? null,
    runOf(runId) {
      const { state, request: of } = runs.get(runId) ?? {};
      if (!runs.has(runId) && !isForeignRun(runId)) void request(runId);
      return state && of ? { state, request: of } : null;
    },
    isKnown: (runId) => runs.has(runId) || evicted.has(runId) || isForeignRun(runId),
    isLoading: (runId) => runs.get(runId)?.isLoading ?? false,
    hasFailed,
    loadAgain(runId) {
      if (hasFailed(runId)) void request(runId);
    },
    add(runId, state, request) {
      put(runId, { state, request, isLoading: false, indexes: new Map() });
      makeRoom();
    },
    onLoad(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function tokensIn(state: RunState | null): number {
  return state?.choices.reduce((sum, { tokens }) => sum + (tokens?.length ?? 0), 0) ?? 0;
}
