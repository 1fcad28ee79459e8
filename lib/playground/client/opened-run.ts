'use client';

import { settingsFromRequest } from '@/lib/protocol/request/settings';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import type { RunDetail } from '@/lib/runs/model/runs';
import { type Draft, draftHasText, emptyDraft, isNewcomersText } from './draft';
import { getDraft, replaceDraft } from './draft-store';

/** What of a run the editor takes. */
export type OpenedRun = Pick<RunDetail, 'id' | 'connectionId' | 'request' | 'retries'>;

/** The draft that a run came from. Values of parameters that it did not send stay as they are in `base`. */
export function draftOfRun(run: OpenedRun, base: Draft): Draft {
  const { model, prompt } = run.request;
  return {
    connectionId: run.connectionId,
    model,
    prompts: typeof prompt === 'string' ? [prompt] : prompt,
    asList: typeof prompt !== 'string',
    settings: settingsFromRequest(run.request, run.retries ?? undefined, base.settings),
    background: base.background,
    parent: { runId: run.id, kind: 'edit' },
  };
}

/** The text as it was when it last came from a run or was run: what differs from it has been typed since. */
let settledPrompts: readonly string[] | null = null;

/** Notes that the draft's text is kept elsewhere now (in a run), and may be replaced without asking. */
export function noteDraftSaved(): void {
  settledPrompts = getDraft().prompts;
}

/** Whether the draft's text may be kept nowhere else. */
export function isDraftUnsaved(): boolean {
  return getDraft().prompts !== settledPrompts;
}

/**
 * Brings a run's prompt, settings, connection and model into the editor. Answers with the draft that was there when
 * it held text that is kept nowhere else, so that the caller can offer to bring it back; else null.
 */
export function openRunInDraft(run: OpenedRun): Draft | null {
  const before = getDraft();
  const unsaved = isDraftUnsaved() && draftHasText(before) && !isNewcomersText(before);
  clearParameterErrors();
  replaceDraft(draftOfRun(run, before));
  noteDraftSaved();
  return unsaved ? before : null;
}

/** An empty prompt with the same connection, model and settings. Answers with what was there. */
export function startNewDraft(): Draft {
  const before = getDraft();
  const { connectionId, model, settings, background } = before;
  clearParameterErrors();
  return replaceDraft({
    ...emptyDraft(),
    connectionId,
    model,
    // The text after the gap belongs to the text that goes.
    settings: {
      values: { ...settings.values, suffix: '' },
      sent: settings.sent.filter((name) => name !== 'suffix'),
    },
    background,
  });
}
