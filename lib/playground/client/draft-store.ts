'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { Settings } from '@/lib/protocol/request/settings';
import { type Draft, emptyDraft, newcomerDraft } from './draft';
import { type Autosave, openStoredDraft } from './draft-autosave';

/**
 * The draft of this tab, outside React: a key stroke in a long prompt changes the draft and re-renders only what
 * selected something that changed. Components take what they need with `useDraft(selector)`; a selector returns a
 * part of the draft or a primitive, never a new object.
 */

interface State {
  readonly draft: Draft;
  /** One per prompt, stable while prompts are moved about: React keys. Not saved. */
  readonly keys: readonly number[];
}

let nextKey = 1;
const newKeys = (count: number) => Array.from({ length: count }, () => nextKey++);

let autosave: Autosave | null = null;

/** Stands in on the server, and until the browser has taken over. */
export const SERVER_DRAFT = emptyDraft();

const store = createBrowserStore<State>({ draft: SERVER_DRAFT, keys: [0] }, () => {
  const opened = openStoredDraft(getDraft);
  autosave = opened.autosave;
  const draft = opened.draft ?? newcomerDraft();
  return { draft, keys: newKeys(draft.prompts.length) };
});

/** A change that a person made. */
function commit(change: Partial<State>): void {
  store.setState(change);
  autosave?.touch();
}

export function getDraft(): Draft {
  return store.getState().draft;
}

export const subscribeDraft = store.subscribe;

/** A part of the draft; re-renders only when that part is another one. */
export function useDraft<Value>(select: (draft: Draft) => Value): Value {
  return useStore(store, ({ draft }) => select(draft));
}

/** Stable keys of the prompts, in their order. */
export function usePromptKeys(): readonly number[] {
  return useStore(store, ({ keys }) => keys);
}

/** Where the prompt with this key stands now; −1 when it is gone. */
export function promptIndexOf(key: number): number {
  return store.getState().keys.indexOf(key);
}

/** Changes everything but the prompts. */
export function changeDraft(change: Partial<Omit<Draft, 'prompts'>>): void {
  commit({ draft: { ...getDraft(), ...change } });
}

/**
 * What the page chose by itself. It is written along with the next change that a person makes: a draft that nobody has
 * touched must not stand in the way of one that waits for its person to sign in.
 */
export function settleDraft(choice: Partial<Pick<Draft, 'connectionId' | 'model'>>): void {
  store.setState({ draft: { ...getDraft(), ...choice } });
}

export function changeSettings(change: (settings: Settings) => Settings): void {
  changeDraft({ settings: change(getDraft().settings) });
}

/** Puts another draft in the place of this one, and answers with the one that was there, for an undo. */
export function replaceDraft(next: Draft): Draft {
  const previous = getDraft();
  commit({ draft: next, keys: newKeys(next.prompts.length) });
  return previous;
}

export function setPrompt(index: number, text: string): void {
  const draft = getDraft();
  const known = draft.prompts[index];
  if (known === undefined || known === text) return;
  commit({ draft: { ...draft, prompts: draft.prompts.with(index, text) } });
}

export function addPrompt(): void {
  const { draft, keys } = store.getState();
  commit({ draft: { ...draft, prompts: [...draft.prompts, ''] }, keys: [...keys, nextKey++] });
}

/** Puts a prompt (back) in its place. */
export function insertPrompt(index: number, text: string): void {
  const { draft, keys } = store.getState();
  commit({
    draft: { ...draft, prompts: draft.prompts.toSpliced(index, 0, text) },
    keys: keys.toSpliced(index, 0, nextKey++),
  });
}

/** The last prompt cannot be removed. */
export function removePrompt(index: number): void {
  const { draft, keys } = store.getState();
  if (draft.prompts.length === 1) return;
  commit({
    draft: { ...draft, prompts: draft.prompts.toSpliced(index, 1) },
    keys: keys.toSpliced(index, 1),
  });
}

/** Swaps a prompt with its neighbour, above (−1) or below (1). */
export function movePrompt(index: number, by: -1 | 1): void {
  const { draft, keys } = store.getState();
  const target = index + by;
  const prompt = draft.prompts[index];
  const other = draft.prompts[target];
  const key = keys[index];
  const otherKey = keys[target];
  if (prompt === undefined || other === undefined || key === undefined || otherKey === undefined) return;
  commit({
    draft: { ...draft, prompts: draft.prompts.with(index, other).with(target, prompt) },
    keys: keys.with(index, otherKey).with(target, key),
  });
}
