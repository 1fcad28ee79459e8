import { type ImportResult, importRequest } from '@/lib/completions/import/import-request';
import type { SharedRun } from '@/lib/completions/share/shared-run';

/** The request of a shared run, field by field, as far as it was shared and this version understands it. */
export function requestOfShared({
  model,
  prompt,
  parameters,
}: Pick<SharedRun, 'model' | 'prompt' | 'parameters'>): ImportResult {
  return importRequest(JSON.stringify({ ...parameters, model, prompt }));
}
