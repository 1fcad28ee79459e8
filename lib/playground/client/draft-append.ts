'use client';

import type { Draft, DraftParent } from './draft';
import { changeDraft, getDraft, setPrompt, useDraft } from './draft-store';
import { appendedText, NO_TEXTS } from './injected-texts';

export interface Appended {
  readonly promptIndex: number;
  readonly start: number;
  readonly text: string;
  /** The draft's parent before and after appending. */
  readonly parents: { readonly before: DraftParent | null; readonly after: DraftParent | null };
}

/** Output that was appended to a prompt, newest last, so that it can be undone step by step. */
const appended: Appended[] = [];

export interface AppendSource {
  readonly runId: string;
  readonly choiceIndex: number;
  /** Prompts × n: choice index = i + promptIndex · n. */
  readonly n?: number;
  /** The prompt that the text continues, as it was sent. */
  readonly sent?: string;
}

/**
 * Appends text (a completion) to its prompt, with the restart text after it, and returns what `undoAppend` takes. With a source, the next run has
 * the source's run as its parent. Null: there was nothing to append.
 */
export function appendToPrompt(output: string, source?: AppendSource): Appended | null {
  if (output === '') return null;
  const draft = getDraft();
  const requested = source && draft.asList ? Math.floor(source.choiceIndex / (source.n ?? 1)) : 0;
  const promptIndex = Math.min(requested, draft.prompts.length - 1);
  const before = draft.prompts[promptIndex] ?? '';
  const text = appendedText(output, draft.asIds ? NO_TEXTS : draft.injected, {
    prompt: before,
    sent: source?.sent ?? null,
  });
  const after: DraftParent | null = source
    ? { runId: source.runId, kind: 'append', choiceIndex: source.choiceIndex }
    : draft.parent;
  const entry = { promptIndex, start: before.length, text, parents: { before: draft.parent, after } };
  appended.push(entry);
  setPrompt(promptIndex, before + text);
  if (after !== draft.parent) changeDraft({ parent: after });
  return entry;
}

/** The text that `undoAppend` would remove; null when the prompt no longer ends with it. */
export function undoableAppend({ prompts }: Draft = getDraft()): string | null {
  const last = appended.at(-1);
  if (!last) return null;
  const prompt = prompts[last.promptIndex];
  const untouched = prompt?.length === last.start + last.text.length && prompt.endsWith(last.text);
  return untouched ? last.text : null;
}

/**
 * Removes the last appended text, or this one if it is the last. Returns false when the prompt has been changed
 * since.
 */
export function undoAppend(which: Appended | undefined = appended.at(-1)): boolean {
  const last = appended.at(-1);
  if (!last || last !== which || undoableAppend() === null) return false;
  appended.pop();
  // Unless the draft has been run since: then that run is its parent.
  if (getDraft().parent === last.parents.after) changeDraft({ parent: last.parents.before });
  setPrompt(last.promptIndex, (getDraft().prompts[last.promptIndex] ?? '').slice(0, last.start));
  return true;
}

export function useUndoableAppend(): string | null {
  return useDraft(undoableAppend);
}
