'use client';

import type { StoreApi } from 'zustand/vanilla';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import { UNCUT, type WhatIfSettings, whatIfMark } from '../model/what-if';

/**
 * "What if" over texts with probabilities: other settings, until the page is left or reloaded. The row of sliders
 * changes it; each text that takes part shows it. Nothing is requested.
 */
export interface WhatIfState {
  /** The settings that the texts were made with; null: it is not open. */
  readonly own: WhatIfSettings | null;
  readonly other: WhatIfSettings;
  /** Which cuts have a slider besides top_p. */
  readonly cuts: readonly ('topK' | 'minP')[];
  readonly found: readonly WhatIfFound[];
  /** The token that was jumped to. */
  readonly at: WhatIfPlace | null;
}

/** The marks of one text. */
interface WhatIfFound {
  readonly text: WhatIfText;
  /** Tokens that could not have been chosen, in order; null while they are counted. */
  readonly branches: readonly number[] | null;
  readonly halved: number;
}

interface WhatIfPlace {
  readonly text: WhatIfText;
  readonly token: number;
}

/** A text with tokens: of a choice, of a reader's page, of an editor. */
export interface WhatIfText {
  readonly tokens: () => readonly Token[];
  /** Where not all were made with the same settings: those of one of them. Null: as `own` of the state. */
  readonly ownOf?: (token: number) => WhatIfSettings | null;
  /** Brings a token into view, and looks at it. */
  readonly visit: (token: number) => void;
}

export type WhatIfStore = StoreApi<WhatIfState>;

const CLOSED: WhatIfState = { own: null, other: UNCUT, cuts: [], found: [], at: null };

export function createWhatIf(): WhatIfStore {
  return createBrowserStore(CLOSED);
}

const stores = new WeakMap<object, WhatIfStore>();

/** The one of a run, of a page, or of whatever else has texts of its own. */
export function whatIfOf(owner: object): WhatIfStore {
  const known = stores.get(owner);
  if (known) return known;
  const made = createWhatIf();
  stores.set(owner, made);
  return made;
}

/** What a request sends, and otherwise what servers do without it. */
export function settingsOfRequest(
  request: Pick<CompletionRequest, 'temperature' | 'top_p' | 'top_k' | 'min_p'>,
): WhatIfSettings {
  const { temperature, top_p: topP, top_k: topK, min_p: minP } = request;
  return {
    temperature: temperature ?? UNCUT.temperature,
    topP: topP ?? UNCUT.topP,
    topK: topK === undefined || topK < 1 ? UNCUT.topK : topK,
    minP: minP ?? UNCUT.minP,
  };
}

export function openWhatIf(store: WhatIfStore, own: WhatIfSettings): void {
  const cuts = (['topK', 'minP'] as const).filter((cut) => own[cut] !== UNCUT[cut]);
  store.setState({ own, other: own, cuts, at: null });
}

export function closeWhatIf(store: WhatIfStore): void {
  if (store.getState().own !== null) store.setState({ own: null, at: null });
}

export function changeWhatIf(store: WhatIfStore, change: Partial<WhatIfSettings>): void {
  store.setState({ other: { ...store.getState().other, ...change }, at: null });
}

export function resetWhatIf(store: WhatIfStore): void {
  const { own } = store.getState();
  if (own) store.setState({ other: own, at: null });
}

/** How long tokens are counted before the page gets its turn, in milliseconds. */
const SLICE_MS = 8;
/** The clock is looked at after this many tokens. */
const STEP = 64;

/** Counts the marks of a text in slices, so that 20,000 tokens never hold up the page. */
async function count(
  { tokens: read, ownOf }: WhatIfText,
  own: WhatIfSettings,
  other: WhatIfSettings,
  isOver: () => boolean,
): Promise<Omit<WhatIfFound, 'text'> | null> {
  const tokens = read();
  const branches: number[] = [];
  let halved = 0;
  let until = performance.now() + SLICE_MS;
  for (let at = 0; at < tokens.length; at += 1) {
    if (at % STEP === 0 && performance.now() > until) {
      await new Promise((resolve) => setTimeout(resolve));
      until = performance.now() + SLICE_MS;
    }
    if (isOver()) return null;
    const token = tokens[at];
    const mark = token ? whatIfMark(token, ownOf?.(at) ?? own, other) : null;
    if (mark === 'branch') branches.push(at);
    else if (mark === 'halved') halved += 1;
  }
  return { branches, halved };
}

/**
 * A text takes part: its marks are counted whenever the settings change, and `recount` when the text did. Returns
 * what ends that.
 */
export function joinWhatIf(store: WhatIfStore, text: WhatIfText): { recount: () => void; leave: () => void } {
  let turn = 0;
  const put = (found: Omit<WhatIfFound, 'text'>) =>
    store.setState({
      found: store.getState().found.map((one) => (one.text === text ? { text, ...found } : one)),
    });
  const recount = () => {
    turn += 1;
    const mine = turn;
    const { own, other } = store.getState();
    if (!own) return;
    void count(text, own, other, () => turn !== mine).then((found) => found && put(found));
  };
  store.setState({ found: [...store.getState().found, { text, branches: null, halved: 0 }] });
  const forget = store.subscribe((now, before) => {
    if (now.other !== before.other || now.own !== before.own) recount();
  });
  recount();
  return {
    recount,
    leave: () => {
      turn += 1;
      forget();
      const { found, at } = store.getState();
      store.setState({
        found: found.filter((one) => one.text !== text),
        at: at?.text === text ? null : at,
      });
    },
  };
}

/** Goes to the next or previous token that is ruled out, around at the ends. False: there is none. */
export function stepWhatIf(store: WhatIfStore, step: 1 | -1): boolean {
  const { found, at } = store.getState();
  const places = found.flatMap(({ text, branches }) => (branches ?? []).map((token) => ({ text, token })));
  if (places.length === 0) return false;
  const now = places.findIndex(({ text, token }) => text === at?.text && token === at.token);
  const next = now < 0 ? (step > 0 ? 0 : places.length - 1) : (now + step + places.length) % places.length;
  const place = places[next];
  if (!place) return false;
  store.setState({ at: place });
  place.text.visit(place.token);
  return true;
}

/** How many are ruled out, of all texts, and which of them was jumped to; null while they are counted. */
export function branchCount({
  found,
  at,
}: WhatIfState): { total: number; at: number; halved: number } | null {
  let total = 0;
  let halved = 0;
  let place = 0;
  for (const { text, branches, halved: ofText } of found) {
    if (branches === null) return null;
    if (text === at?.text) place = total + branches.indexOf(at.token) + 1;
    total += branches.length;
    halved += ofText;
  }
  return { total, at: place, halved };
}
