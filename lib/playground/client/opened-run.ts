'use client';

import type { ParameterName } from '@/lib/protocol/request/parameters';
import { changedParameters, sameValue, settingsFromRequest } from '@/lib/protocol/request/settings';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import type { RunDetail } from '@/lib/runs/model/runs';
import { isOnlyScoring } from '@/lib/runs/model/score/score-request';
import { type Draft, draftHasText, draftPrompts, emptyDraft, isNewcomersText } from './draft';
import { getDraft, replaceDraft } from './draft-store';

/** The parts of a run that the editor takes. */
export type OpenedRun = Pick<RunDetail, 'id' | 'connectionId' | 'request' | 'retries'>;

/**
 * The draft for a run. Values of parameters that the run did not send stay as they are in `base`, and so does the
 * start text, as far as the run had it. The parameters of a run that scored its prompt are its own: a draft that sent
 * `max_tokens` 0 would write nothing more.
 */
export function draftOfRun(run: OpenedRun, base: Draft): Draft {
  const { model, prompt } = run.request;
  return {
    connectionId: run.connectionId,
    model,
    ...draftPrompts(prompt, base.injected),
    settings: isOnlyScoring(run.request)
      ? base.settings
      : settingsFromRequest(run.request, run.retries ?? undefined, base.settings),
    background: base.background,
    parent: { runId: run.id, kind: 'edit' },
    preset: null,
  };
}

/** The draft when it last came from a run or was run: a difference means it has been edited since. */
let settled: Draft | null = null;

/** Records that the draft is now saved in a run, and may be replaced without asking. */
export function noteDraftSaved(): void {
  settled = getDraft();
}

/** Whether the draft's text may be saved nowhere else. */
export function isDraftUnsaved(): boolean {
  return getDraft().prompts !== settled?.prompts;
}

/** Whether parameters were set since the last run, which no run has. */
function hasUnsavedSettings({ settings }: Draft): boolean {
  return settled !== null && changedParameters(settled.settings, settings).length > 0;
}

/**
 * Opens a run's prompt, settings, connection and model in the editor. Returns the previous draft when its
 * text or its parameters are saved nowhere else, so that the caller can offer an undo; else null.
 */
export function openRunInDraft(run: OpenedRun): Draft | null {
  const before = getDraft();
  const unsavedText = isDraftUnsaved() && draftHasText(before) && !isNewcomersText(before);
  const after = draftOfRun(run, before);
  const losesSettings =
    hasUnsavedSettings(before) && changedParameters(before.settings, after.settings).length > 0;
  clearParameterErrors();
  replaceDraft(after);
  noteDraftSaved();
  return unsavedText || losesSettings ? before : null;
}

/**
 * An empty prompt with the same connection, model and parameters. What belongs to the text that is replaced goes with it:
 * the suffix, and the fields that no control has, which came with pasted code; unless the preset in use has them. Returns
 * the previous draft.
 */
export function startNewDraft(): Draft {
  const before = getDraft();
  const { connectionId, model, settings, injected, background, preset } = before;
  const extra = droppedFields(before).length > 0 ? {} : settings.values.extra_body;
  const gone: readonly ParameterName[] =
    extra === settings.values.extra_body ? ['suffix'] : ['suffix', 'extra_body'];
  clearParameterErrors();
  return replaceDraft({
    ...emptyDraft(),
    connectionId,
    model,
    settings: {
      values: { ...settings.values, suffix: '', extra_body: extra },
      sent: settings.sent.filter((name) => !gone.includes(name)),
    },
    injected,
    background,
    preset,
  });
}

/** The names of the fields that `startNewDraft` leaves out of this draft. */
export function droppedFields({ settings, preset }: Pick<Draft, 'settings' | 'preset'>): string[] {
  const extra = settings.values.extra_body ?? {};
  if (preset?.settings.sent.includes('extra_body') && sameValue(preset.settings.values.extra_body, extra))
    return [];
  return Object.keys(extra);
}
