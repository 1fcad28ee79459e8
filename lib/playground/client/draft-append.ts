'use client';

import type { Draft, DraftParent } from './draft';
import { changeDraft, getDraft, setPrompt, useDraft } from './draft-store';

/** Output that was appended to a prompt, newest last, so that it can be undone step by step. */
const appended: {
  promptIndex: number;
  start: number;
  text: string;
  /** The draft's parent before and after appending. */
  parents: { before: DraftParent | null; after: DraftParent | null };
}[] = [];

export interface AppendSource {
  readonly runId: string;
  readonly choiceIndex: number;
  /** Prompts × n: choice index = i + promptIndex · n. */
  readonly n?: number;
}

/**
 * Appends text (a completion) to its prompt. With a source, the next run has the source's run as its parent.
 */
export function appendToPrompt(text: string, source?: AppendSource): void {
  if (text === '') return;
  const draft = getDraft();
  const requested = source && draft.asList ? Math.floor(source.choiceIndex / (source.n ?? 1)) : 0;
  const promptIndex = Math.min(requested, draft.prompts.length - 1);
  const before = draft.prompts[promptIndex] ?? '';
  const after: DraftParent | null = source
    ? { runId: source.runId, kind: 'append', choiceIndex: source.choiceIndex }
    : draft.parent;
  appended.push({ promptIndex, start: before.length, text, parents: { before: draft.parent, after } });
  setPrompt(promptIndex, before + text);
  if (after !== draft.parent) changeDraft({ parent: after });
}

/** The text that `undoAppend` would remove; null when the prompt no longer ends with it. */
export function undoableAppend({ prompts }: Draft = getDraft()): string | null {
  const last = appended.at(-1);
  if (!last) return null;
  const prompt = prompts[last.promptIndex];
  const untouched = prompt?.length === last.start + last.text.length && prompt.endsWith(last.text);
  return untouched ? last.text : null;
}

/** Removes the last appended text. Returns false when the prompt has been changed since. */
export function undoAppend(): boolean {
  const last = appended.at(-1);
  if (!last || undoableAppend() === null) return false;
  appended.pop();
  // Unless the draft has been run since: then that run is its parent.
  if (getDraft().parent === last.parents.after) changeDraft({ parent: last.parents.before });
  setPrompt(last.promptIndex, (getDraft().prompts[last.promptIndex] ?? '').slice(0, last.start));
  return true;
}

export function useUndoableAppend(): string | null {
  return useDraft(undoableAppend);
}
