'use client';

import { useSyncExternalStore } from 'react';
import { callEach } from '@/lib/platform/client/call-each';
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

const SERVER_STATE: State = { draft: emptyDraft(), keys: [0] };
let state: State = SERVER_STATE;
let autosave: Autosave | null = null;
const listeners = new Set<() => void>();

/** The first read in a browser finds the stored draft; on the server there is none. */
function current(): State {
  if (!autosave && typeof window !== 'undefined') {
    const opened = openStoredDraft(() => state.draft);
    autosave = opened.autosave;
    const draft = opened.draft ?? newcomerDraft();
    state = { draft, keys: newKeys(draft.prompts.length) };
  }
  return state;
}

function commit(next: State): void {
  state = next;
  autosave?.touch();
  callEach(listeners);
}

export function getDraft(): Draft {
  return current().draft;
}

export function subscribeDraft(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A part of the draft; re-renders only when that part is another one. */
export function useDraft<Value>(select: (draft: Draft) => Value): Value {
  return useSyncExternalStore(
    subscribeDraft,
    () => select(current().draft),
    () => select(SERVER_STATE.draft),
  );
}

/** Stable keys of the prompts, in their order. */
export function usePromptKeys(): readonly number[] {
  return useSyncExternalStore(
    subscribeDraft,
    () => current().keys,
    () => SERVER_STATE.keys,
  );
}

/** Where the prompt with this key stands now; −1 when it is gone. */
export function promptIndexOf(key: number): number {
  return current().keys.indexOf(key);
}

/** Changes everything but the prompts. */
export function changeDraft(change: Partial<Omit<Draft, 'prompts'>>): void {
  const { draft, keys } = current();
  commit({ draft: { ...draft, ...change }, keys });
}

/**
 * What the page chose by itself. It is written along with the next change that a person makes: a draft that nobody has
 * touched must not stand in the way of one that waits for its person to sign in.
 */
export function settleDraft(choice: Partial<Pick<Draft, 'connectionId' | 'model'>>): void {
  const { draft, keys } = current();
  state = { draft: { ...draft, ...choice }, keys };
  callEach(listeners);
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
  const { draft, keys } = current();
  const known = draft.prompts[index];
  if (known === undefined || known === text) return;
  commit({ draft: { ...draft, prompts: draft.prompts.with(index, text) }, keys });
}

export function addPrompt(): void {
  const { draft, keys } = current();
  commit({ draft: { ...draft, prompts: [...draft.prompts, ''] }, keys: [...keys, nextKey++] });
}

/** Puts a prompt (back) in its place. */
export function insertPrompt(index: number, text: string): void {
  const { draft, keys } = current();
  commit({
    draft: { ...draft, prompts: draft.prompts.toSpliced(index, 0, text) },
    keys: keys.toSpliced(index, 0, nextKey++),
  });
}

/** The last prompt cannot be removed. */
export function removePrompt(index: number): void {
  const { draft, keys } = current();
  if (draft.prompts.length === 1) return;
  commit({
    draft: { ...draft, prompts: draft.prompts.toSpliced(index, 1) },
    keys: keys.toSpliced(index, 1),
  });
}

/** Swaps a prompt with its neighbour, above (−1) or below (1). */
export function movePrompt(index: number, by: -1 | 1): void {
  const { draft, keys } = current();
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
