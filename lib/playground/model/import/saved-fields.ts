import { buildRequest, readSettings } from '@/lib/protocol/request/settings';
import { isRecord } from '@/lib/protocol/response/wire-json';

export type SavedFields =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string };

/** `format` of this app's exports of runs (lib/history/model/run-export.ts, which is above this feature). */
const RUNS_FORMAT = 'completions-playground.runs';

/**
 * The request in a JSON object: its own fields, those of a run or a run's export, or those of a preset. An export of
 * several runs holds no one request.
 */
export function fieldsOfFile(object: Readonly<Record<string, unknown>>): SavedFields {
  if (object.format === RUNS_FORMAT && Array.isArray(object.runs)) {
    const [run, ...others] = object.runs;
    if (others.length === 0 && isRecord(run)) return fieldsOfFile(run);
    return {
      ok: false,
      message:
        object.runs.length === 0
          ? 'This export contains no runs.'
          : `This export contains ${object.runs.length} runs. Import it in History.`,
    };
  }
  const { request } = object;
  if (isRecord(request)) return { ok: true, fields: { ...request, ...present(object, 'retries') } };
  const settings = readSettings(object.settings);
  if (settings === null) return { ok: true, fields: object };
  const { request: built, retries } = buildRequest({ model: '', prompt: '', settings });
  const { model: _model, prompt: _prompt, ...fields } = built;
  return { ok: true, fields: { ...present(object, 'model'), ...fields, ...(retries ? { retries } : {}) } };
}

/** Whether a JSON file is a request, a run, an export or a preset, and not just any data. */
export function isRequestFile(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.format === RUNS_FORMAT || isRecord(value.request)) return true;
  if (readSettings(value.settings) !== null) return true;
  return ('prompt' in value || Array.isArray(value.messages)) && Object.keys(value).length > 1;
}

function present(from: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  return from[name] == null ? {} : { [name]: from[name] };
}
