import type { SharedRun } from '@/lib/links/model/shared-run';
import { type ImportResult, importRequest } from '@/lib/playground/model/import/import-request';
import { checkField } from '@/lib/protocol/request/completion-request';
import { promptOfTexts } from '@/lib/protocol/request/prompts';

/** The request of a shared run, field by field, as far as it was shared and this version can read it. */
export function requestOfShared({
  model,
  prompt,
  promptAsIds,
  parameters,
}: Pick<SharedRun, 'model' | 'prompt' | 'promptAsIds' | 'parameters'>): ImportResult {
  const ids = prompt !== undefined && promptAsIds ? promptOfTexts(prompt, true) : prompt;
  // Where something is redacted in them, they are no ids any more.
  const requested = ids !== undefined && checkField('prompt', ids) === null ? ids : prompt;
  return importRequest(JSON.stringify({ ...parameters, model, prompt: requested }));
}
