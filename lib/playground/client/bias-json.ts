import { checkField } from '@/lib/protocol/request/completion-request';
import { excessMessage, jsonExcess, RUN_JSON_BOUNDS } from '@/lib/protocol/response/json-meter';

export type ReadBias =
  | { readonly ok: true; readonly bias: Record<string, number> }
  | { readonly ok: false; readonly message: string };

/** Reads a pasted `logit_bias`: the object itself, or a request body or line that contains one. */
export function readBiasJson(text: string): ReadBias {
  const trimmed = text
    .trim()
    .replace(/^"?logit_bias"?\s*[:=]\s*/, '')
    .replace(/,$/, '');
  if (trimmed === '') return { ok: true, bias: {} };
  const excess = jsonExcess(trimmed, RUN_JSON_BOUNDS);
  if (excess !== null) return { ok: false, message: excessMessage('This', excess) };
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch (error) {
    return {
      ok: false,
      message: `This isn't JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    };
  }
  const inner = typeof json === 'object' && json !== null && 'logit_bias' in json ? json.logit_bias : json;
  const issue = checkField('logit_bias', inner);
  if (issue === null) return { ok: true, bias: inner as Record<string, number> };
  const where = issue.path.length > 0 ? `Token ${issue.path.join('.')}: ` : '';
  return { ok: false, message: where + issue.message };
}

export function writeBiasJson(bias: Readonly<Record<string, number>>): string {
  return JSON.stringify(bias, null, 2);
}
