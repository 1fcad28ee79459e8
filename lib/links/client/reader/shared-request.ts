import type { SharedRun } from '@/lib/links/model/shared-run';
import { type ImportResult, importRequest } from '@/lib/playground/model/import/import-request';

/** The request of a shared run, field by field, as far as it was shared and this version can read it. */
export function requestOfShared({
  model,
  prompt,
  parameters,
}: Pick<SharedRun, 'model' | 'prompt' | 'parameters'>): ImportResult {
  return importRequest(JSON.stringify({ ...parameters, model, prompt }));
}
