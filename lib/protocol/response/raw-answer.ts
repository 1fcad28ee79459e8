import type { ResponseDetails } from '../run/run-events';
import type { IndexedChoice } from './choice-indexer';
import { isRecord } from './wire-json';

/** How much is stored of an answer's other fields, in UTF-16 units of JSON. */
export const MAX_RAW = 64 * 1024;

/**
 * Collects everything of an answer that is not its text or its tokens, as it came: for a stream, one object
 * with the fields of all chunks, where a later value replaces an earlier one (null replaces nothing). Stored
 * as JSON texts, so that its size is exact and nothing of a chunk stays in memory.
 */
export interface RawAnswer {
  add(chunk: Record<string, unknown>, choices: readonly IndexedChoice[]): void;
  /** The object as JSON; empty before the first chunk. */
  details(): Pick<ResponseDetails, 'raw' | 'rawIsCut'>;
}

/** The text and its tokens, and padding (`obfuscation`). */
const NOT_KEPT = new Set(['choices', 'content', 'tokens', 'completion_probabilities', 'obfuscation']);
const NOT_KEPT_OF_CHOICE = new Set([
  'text',
  'logprobs',
  'delta',
  'content',
  'tokens',
  'completion_probabilities',
]);

/** By name: the JSON, and the value that it was made from if that is a short text, a number or a flag. */
type Fields = Map<string, { readonly json: string; readonly value: unknown }>;

/** Longer texts are not kept a second time. */
const MAX_COMPARED = 100;

export function createRawAnswer(max = MAX_RAW): RawAnswer {
  const outer: Fields = new Map();
  const choices = new Map<number, Fields>();
  let size = 0;
  let isCut = false;

  function put(fields: Fields, name: string, value: unknown): void {
    const before = fields.get(name);
    // Most fields say the same in every chunk.
    if (before !== undefined && before.value === value && value !== undefined) return;
    if (value === null || value === undefined) {
      // Kept only as long as there is nothing else: it says that the field was there.
      if (value === undefined || before !== undefined) return;
    }
    const json = JSON.stringify(value);
    const grown = json.length - (before?.json.length ?? -name.length - 4);
    if (size + grown > max) {
      isCut = true;
      return;
    }
    size += grown;
    const isShort = typeof value === 'string' ? value.length <= MAX_COMPARED : typeof value !== 'object';
    fields.set(name, { json, value: isShort ? value : undefined });
  }

  function putChoice({ index, choice }: IndexedChoice): void {
    let fields = choices.get(index);
    if (fields === undefined) {
      fields = new Map();
      choices.set(index, fields);
      size += 3;
    }
    for (const name of Object.keys(choice)) {
      if (NOT_KEPT_OF_CHOICE.has(name)) continue;
      put(fields, name, name === 'message' ? withoutContent(choice[name]) : choice[name]);
    }
  }

  return {
    add(chunk, indexed) {
      for (const name of Object.keys(chunk)) if (!NOT_KEPT.has(name)) put(outer, name, chunk[name]);
      for (const choice of indexed) putChoice(choice);
    },
    details() {
      if (outer.size === 0 && choices.size === 0) return {};
      const inOrder = [...choices].sort(([one], [other]) => one - other);
      const list = choices.size === 0 ? [] : [`"choices":[${inOrder.map(([, fields]) => objectOf(fields))}]`];
      const raw = `{${[...membersOf(outer), ...list].join(',')}}`;
      return { raw, ...(isCut && { rawIsCut: true }) };
    },
  };
}

function withoutContent(message: unknown): unknown {
  if (!isRecord(message)) return message;
  const { content: _content, ...rest } = message;
  return rest;
}

function membersOf(fields: Fields): string[] {
  return [...fields].map(([name, { json }]) => `${JSON.stringify(name)}:${json}`);
}

function objectOf(fields: Fields): string {
  return `{${membersOf(fields).join(',')}}`;
}
