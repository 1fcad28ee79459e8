import { checkField, readField } from '@/lib/protocol/request/completion-request';
import type { ParameterOfKind } from '@/lib/protocol/request/parameters';
import { readIds } from '@/lib/protocol/request/prompts';
import { excessMessage, jsonExcess, RUN_JSON_BOUNDS } from '@/lib/protocol/response/json-meter';

/** Parameters whose values are typed: as JSON, or as a list of token ids. */
export type WrittenParameter = ParameterOfKind<'token-ids' | 'json' | 'fields'>;

export type ReadWritten =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** Reads a typed value, and checks it. An empty text is an empty value. */
export function readWritten(name: WrittenParameter, text: string): ReadWritten {
  const given = name === 'stop_token_ids' ? readIds(text) : readJson(text.trim() || '{}');
  if (given instanceof SyntaxError) return { ok: false, message: given.message };
  const issue = checkField(name, given);
  return issue === null ? { ok: true, value: readField(name, given) } : { ok: false, message: issue.message };
}

/** The text to edit for a value. */
export function writtenText(name: WrittenParameter, value: unknown): string {
  if (name === 'stop_token_ids') return Array.isArray(value) ? value.join(', ') : '';
  const text = JSON.stringify(value, null, 2);
  return text === '{}' ? '' : text;
}

function readJson(text: string): unknown {
  const excess = jsonExcess(text, RUN_JSON_BOUNDS);
  if (excess !== null) return new SyntaxError(excessMessage('This', excess));
  try {
    return JSON.parse(text);
  } catch (error) {
    return new SyntaxError(`This isn't JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}
