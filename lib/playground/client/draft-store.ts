'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { Settings } from '@/lib/protocol/request/settings';
import { type Draft, emptyDraft, newcomerDraft } from './draft';
import { type Autosave, openStoredDraft } from './draft-autosave';

/**
 * The draft of this tab, outside React: typing in a long prompt re-renders only components whose selected
 * part changed. Components use `useDraft(selector)`; a selector returns a part of the draft or a primitive,
 * never a new object.
 */

interface State {
  readonly draft: Draft;
  /** One per prompt, stable while prompts are reordered: React keys. Not saved. */
  readonly keys: readonly number[];
}

let nextKey = 1;
const newKeys = (count: number) => Array.from({ length: count }, () => nextKey++);

let autosave: Autosave | null = null;

/** Used on the server, and until hydration. */
export const SERVER_DRAFT = emptyDraft();

const store = createBrowserStore<State>({ draft: SERVER_DRAFT, keys: [0] }, () => {
  const opened = openStoredDraft(getDraft);
  autosave = opened.autosave;
  const draft = opened.draft ?? newcomerDraft();
  return { draft, keys: newKeys(draft.prompts.length) };
});

/** A change made by a person. */
function commit(change: Partial<State>): void {
  store.setState(change);
  autosave?.touch();
}

export function getDraft(): Draft {
  return store.getState().draft;
}

export const subscribeDraft = store.subscribe;

/** A part of the draft; re-renders only when that part changes. */
export function useDraft<Value>(select: (draft: Draft) => Value): Value {
  return useStore(store, ({ draft }) => select(draft));
}

/** Stable keys of the prompts, in their order. */
export function usePromptKeys(): readonly number[] {
  return useStore(store, ({ keys }) => keys);
}

/** Current index of the prompt with this key; −1 when it is gone. */
export function promptIndexOf(key: number): number {
  return store.getState().keys.indexOf(key);
}

/** Changes everything but the prompts. */
export function changeDraft(change: Partial<Omit<Draft, 'prompts'>>): void {
  commit({ draft: { ...getDraft(), ...change } });
}

/**
 * Choices that the page made by itself. They are written with the person's next change: an untouched draft
 * must not replace one that waits for its owner to sign in.
 */
export function settleDraft(choice: Partial<Pick<Draft, 'connectionId' | 'model'>>): void {
  store.setState({ draft: { ...getDraft(), ...choice } });
}

export function changeSettings(change: (settings: Settings) => Settings): void {
  changeDraft({ settings: change(getDraft().settings) });
}

let replaced = 0;

/** How often the draft was replaced: an Undo of a part of another draft means nothing to this one. */
export const replacedDrafts = () => replaced;

/** Replaces the draft, and returns the previous one for an undo. */
export function replaceDraft(next: Draft): Draft {
  const previous = getDraft();
  replaced += 1;
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

/** Inserts a prompt at an index, for example to undo its removal. */
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
