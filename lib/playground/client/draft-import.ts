import type { ImportResult } from '@/lib/playground/model/import/import-request';
import { settingsFromRequest } from '@/lib/protocol/request/settings';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import { type Draft, draftPrompt } from './draft';
import { getDraft, replaceDraft } from './draft-store';

/**
 * Fills the draft from pasted code: what the code does not set is switched off; a model or a prompt that it
 * does not name stays. Returns the previous draft, for an undo.
 */
export function fillDraft({ request, retries }: Extract<ImportResult, { ok: true }>): Draft {
  const before = getDraft();
  const { model = before.model, prompt = draftPrompt(before) } = request;
  clearParameterErrors();
  return replaceDraft({
    ...before,
    model,
    prompts: typeof prompt === 'string' ? [prompt] : prompt,
    asList: typeof prompt !== 'string',
    settings: settingsFromRequest({ ...request, model, prompt }, retries ?? undefined, before.settings),
    parent: null,
  });
}
